/** A category as the contract names it and as a screen shows it. */
export interface CategoryName {
  name: string;
  displayName: string;
}

/** The categories that the marketplace derives, in the order a screen lists them; a skill may declare any other slug. */
export const CATEGORIES = [
  { name: 'development', displayName: 'Development' },
  { name: 'testing', displayName: 'Testing' },
  { name: 'devops', displayName: 'DevOps' },
  { name: 'data', displayName: 'Data' },
  { name: 'security', displayName: 'Security' },
  { name: 'design', displayName: 'Design' },
  { name: 'documentation', displayName: 'Documentation' },
  { name: 'writing', displayName: 'Writing' },
  { name: 'productivity', displayName: 'Productivity' },
  { name: 'business', displayName: 'Business' },
  { name: 'research', displayName: 'Research' },
  { name: 'media', displayName: 'Media' },
  { name: 'other', displayName: 'Other' },
] as const satisfies readonly CategoryName[];

/** A category that words can point to. */
export type DerivedCategory = Exclude<(typeof CATEGORIES)[number]['name'], 'other'>;

/**
 * Words that point to a category: 3 nearly by themselves, 2 clearly, 1 as a hint. Lower case and
 * singular, between commas; a word with a space is two in a row. A word may stand under several categories.
 */
export const CATEGORY_WORDS: Readonly<
  Record<DerivedCategory, Readonly<Record<1 | 2 | 3, string>>>
> = {
  development: {
    3: `
      refactor, refactoring, codebase, debugging, typescript, javascript, golang, rust, kotlin,
      swift, dotnet, csharp, java, php, ruby, laravel, django, flask, fastapi, nestjs, react,
      angular, vue, nextjs, nuxt, svelte, spring boot, springboot, sdk, vscode, compiler,
      programming, mcp server, code review, pull request, coding agent, coding, claude code,
      codex, eslint, linter, dataverse, pcf, power platform, arduino, firmware, chrome devtool,
      editorconfig, batch file, winmd, refactor plan, entra`,
    2: `
      code, developer, development, software, backend, frontend, graphql, grpc, framework,
      library, git, github, repository, repo, commit, branch, debug, programmer, class, function,
      async, npm, nuget, pip, python, node, nodejs, c#, cpp, architecture, design pattern,
      implementation, mcp, plugin, extension, typespec, openapi, migration, upgrade, scaffold,
      scaffolding, boilerplate, ide, webapp, web app, subagent, agent framework,
      prompt engineering, prompt, skill creator, langchain, llm, modernization, legacy,
      entity framework, winui, maui, blazor, android, ios, flutter, electron, game engine, app`,
    1: `
      api, cli, rest, build, implement, module, component, package, dependency, project,
      integration, server, web, application, agent, skill, tool, template, generator, model,
      runtime, local, workflow engine, bot`,
  },
  testing: {
    3: `
      unit test, unit testing, e2e, playwright, jest, vitest, pytest, junit, mstest, nunit,
      xunit, tunit, testng, cypress, selenium, test case, test plan, test coverage, tdd,
      test driven, test suite, qa, quality assurance, regression, mutation testing, load testing,
      k6, test strategy, breakdown test, evals, eval`,
    2: `
      test, testing, tester, coverage, assertion, mock, fixture, webapp testing, verification,
      benchmark, flaky, evaluation, quality playbook`,
    1: `
      verify, quality, validate, validation, bug, reproduce`,
  },
  devops: {
    3: `
      devops, kubernetes, k8s, docker, dockerfile, container, containerize, containerization,
      terraform, bicep, ansible, helm, ci cd, cicd, github action, gitlab ci, azure devops,
      deploy, deployment, infrastructure, infrastructure as code, iac, sre, observability,
      prometheus, grafana, aws, gcp, azure, cloudflare, vercel, netlify, fly io, proxmox,
      homelab, hetzner, systemd, cloudwatch, application insight, appinsight, portainer,
      tailscale, coolify, nginx, ssh, kubectl, pipeline failure, release pipeline, linux,
      sysadmin, resource health`,
    2: `
      cloud, pipeline, monitoring, incident, rollback, server, uptime, log, logging, cluster,
      vps, vm, virtual machine, release, hosting, dns, domain, backup, health check,
      provisioning, aspire, telemetry, network, router, resource group, lambda, serverless,
      devcontainer, triage, debian, nixos, unraid, nas, self hosted, cron, gateway, infra`,
    1: `
      environment, service, production, platform, host, status, cost optimization, automation,
      restart, resource, config, configuration, node, admin`,
  },
  data: {
    3: `
      sql, postgresql, postgres, mysql, sqlite, mongodb, snowflake, bigquery, database, dataset,
      data analysis, data analytic, analytic, analytics, power bi, powerbi, dax, csv, excel,
      xlsx, spreadsheet, pandas, etl, data pipeline, data visualization, dashboard, kusto,
      fabric, cosmosdb, cosmos db, redis, duckdb, dbt, airtable, vector database, qdrant,
      embedding, machine learning, data science, google sheet, supabase, timeseries,
      elasticsearch, scraping, scraper, web scraping, data extraction, statistics, forecast`,
    2: `
      data, query, table, chart, schema, metric, statistic, semantic model, warehouse, json,
      visualization, parquet, parse, parsing, graph, extract, crawl, weather, geocoding, transit,
      flight, sensor, index, rag, location, tracking`,
    1: `
      record, export, import, report, model, column, lookup, map, feed, api, live, real time`,
  },
  security: {
    3: `
      security, vulnerability, owasp, threat model, threat, secret scanning, encryption,
      penetration, pentest, cve, exploit, malware, codeql, authentication, authorization, oauth,
      credential, password, 1password, bitwarden, prompt injection, hardening, firewall,
      phishing, compliance, gdpr, soc2, audit log, secret, privacy, zero trust, red team, sast,
      dependabot, attack, stride, agent governance, trust, vault, keychain, captcha, osint`,
    2: `
      secure, audit, scan, scanner, permission, risk, governance, policy, protect, protection,
      guard, guardrail, sandbox, identity, verification, injection, safety, safe, detect,
      detection, signing, signature, mtls, ssl, token leak, supply chain, forensic, integrity,
      malicious, suspicious`,
    1: `
      access, key, token, review, check, block, login, encrypted`,
  },
  design: {
    3: `
      figma, ui design, ux, ui ux, wireframe, mockup, design system, accessibility, wcag, a11y,
      css, tailwind, typography, color palette, web design, frontend design, prototype, shadcn,
      penpot, user interface, graphic design, logo, icon, theme, gsap, landing page, sketch,
      excalidraw, interior design, aesthetic, canva`,
    2: `
      design, designer, layout, ui, visual, style, styling, brand, branding, animation, svg,
      responsive, component library, html, interface, drawio, slide, presentation, canvas`,
    1: `
      color, font, polished, beautiful, modern, diagram, premium`,
  },
  documentation: {
    3: `
      documentation, readme, changelog, docstring, javadoc, api doc, technical writing, llms txt,
      adr, architectural decision, architecture decision, diataxis, tutorial, user guide, mkdocs,
      markdown, plantuml, mermaid, glossary, docs, document architecture, onboarding guide, tldr,
      wiki, agents md, oo component, prd, specification, create spec`,
    2: `
      document, doc, guide, comment, diagram, spec, requirement, cheat sheet, reference, explain,
      knowledge base, pdf, docx, instruction, blueprint, codetour, explanation, convert, note`,
    1: `
      overview, architecture, template, write, structured, folder structure, summary, manual,
      format`,
  },
  writing: {
    3: `
      writing, copywriting, blog post, blog, article, essay, novel, storytelling, fiction,
      proofread, proofreading, grammar, humanize, humanizer, ghostwriter, screenplay, poem,
      poetry, translation, translate, editor in chief, newsletter, tone of voice, book, editing,
      rewrite, ai generated text, prose, twitter thread, linkedin post, creative writing,
      author voice, chapter, press release, script writing, tweet, speech`,
    2: `
      write, writer, draft, content, story, copy, tone, style guide, publish, post, narrative,
      headline, language, wording, localization, character, caption, rhetoric`,
    1: `
      text, edit, word, voice, polish, audience`,
  },
  productivity: {
    3: `
      productivity, calendar, todo, to do, task management, task manager, todoist, notion,
      obsidian, trello, asana, jira, linear, email, gmail, outlook, inbox, reminder,
      meeting note, meeting, apple note, note taking, notes app, things 3, google workspace,
      google calendar, slack, whatsapp, telegram, discord, smart home, home assistant, habit,
      pomodoro, time tracking, second brain, personal assistant, daily briefing, daily, health,
      fitness, workout, recipe, meal, grocery, travel, bear note, imessage, signal, messaging,
      contact, schedule, scheduling, nutrition, sleep, garmin, oura, whoop, strava, memory,
      context window, self improvement, kanban, ticktick, microsoft teams, teams, feishu, lark,
      wechat, sonos, philips hue, light, thermostat, shopping, learning, habit tracker, routine,
      standup, issue, next step, copilot usage`,
    2: `
      task, workflow, automate, automation, assistant, note, plan, planner, planning,
      organize, organizer, project management, message, chat, notification, focus, session,
      personal, home, clipboard, macos, browser, browser automation, remember, recall,
      persistent, context, priority, order, delivery, booking, track, tracker, file, folder,
      orchestrate, orchestration, multi agent, coordinate, handoff, journal, reflection, friend,
      heartbeat, proactive, self, autonomous, chore, download, device, game, life, goal, exam,
      student, teach, quiz, train departure, railway, train, bus`,
    1: `
      manage, list, agent, sync, search, day, time, remote, control, configure, setup, update,
      command, batch, quick, local, skill, user`,
  },
  business: {
    3: `
      business, marketing, seo, sales, crm, hubspot, salesforce, invoice, invoicing, accounting,
      finance, financial, startup, stripe, payment, ecommerce, shopify, advertising, ad campaign,
      google ad, lead generation, cold email, outreach, customer, pricing, product manager,
      product management, roadmap, go to market, gtm, stock, trading, trader, crypto,
      cryptocurrency, bitcoin, ethereum, solana, defi, wallet, blockchain, polymarket,
      prediction market, portfolio, investment, investor, contract, legal, recruiting, hiring,
      resume, job, tax, budget, expense, real estate, procurement, market research, affiliate,
      monetize, revenue, growth, ceo, kpi, okr, nft, token launch, swap, dex, hyperliquid, bank,
      banking, quickbooks, xero, woocommerce, amazon, etsy, social media, economic impact,
      stakeholder, marketplace, auction, earn, dropshipping, usdc, x402, insurance, workday`,
    2: `
      market, company, client, product, campaign, strategy, strategic, lead, conversion, price,
      deal, proposal, brand, money, cost, trade, transaction, vendor, supplier, employee, hr,
      executive, b2b, saas, store, buy, purchase, agency, consulting, negotiation, career,
      interview, backtest, listing, classified, exchange, onchain, on chain, agreement, profit,
      yield, bet, linkedin, instagram, twitter, tiktok, social, community, professional,
      enterprise, freelance, work item, user story, epic, feature prd`,
    1: `
      team, management, opportunity, goal, network, profile, engagement, token, x, post,
      follower`,
  },
  research: {
    3: `
      research, researcher, autoresearch, literature review, academic, arxiv, scientific, paper,
      citation, scholar, pubmed, deep research, hypothesis, bioinformatic, biology, chemistry,
      genomic, clinical, thesis, fact check, fact checking, competitive analysis, web search,
      perplexity, tavily, exa, brave search, searxng, kagi, wikipedia, news, peer review, survey,
      zotero, physics, medical, medicine, philosophy, mathematics, math, science, drug, patent,
      history, hacker news`,
    2: `
      search, study, investigate, investigation, source, evidence, analysis, analyze, summarize,
      summarizer, summary, knowledge, journal, insight, finding, experiment, reasoning,
      discovery, discover, synthesis, synthesize, explore, rss, trend, trending, intelligence,
      rank, critical thinking, first principle, decision, think, question, compare, debate,
      council, astrology, tarot`,
    1: `
      review, report, monitor, answer, topic, information, article, url, web, context,
      brief, assess, assessment`,
  },
  media: {
    3: `
      video, audio, image, photo, podcast, youtube, music, spotify, transcript, transcription,
      transcribe, text to speech, tts, speech to text, whisper, ffmpeg, image generation,
      image editing, subtitle, elevenlabs, thumbnail, gif, meme, film, movie, tv, streaming,
      animation video, midjourney, comfyui, stable diffusion, dall e, remotion, sora, veo,
      camera, screenshot, picture, song, plex, jellyfin, sonarr, radarr, imagemagick,
      nano banana, 3d, avatar, voice clone, speech, sound, voice message, ocr, gemini image,
      flux, suno, playlist, torrent, anime, media`,
    2: `
      generate image, voice, clip, render, rendering, scene, creative, art, artist, illustration,
      playback, recording, record, play, tiktok, reel, photography, watch, listen, vision, frame,
      player, fal`,
    1: `
      edit, visual, generation, convert, content`,
  },
};
