/** A skill and the category that its words point to. */
export interface CategoryVector {
  category: string;
  /** The name it installs under. */
  name: string;
  description: string;
  tags?: readonly string[];
}

/** Invented skills of every category, then those at the edges of the rule. */
export const CATEGORY_VECTORS: readonly CategoryVector[] = [
  {
    category: 'development',
    name: 'java-refactoring',
    description: 'Refactors Java classes in a large codebase, one safe step at a time.',
  },
  {
    category: 'development',
    name: 'fastapi-endpoints',
    description: 'Adds endpoints to a FastAPI backend. Use when a new route is asked for.',
  },
  {
    category: 'development',
    name: 'commit-splitter',
    description: 'Splits a large git commit into small ones that a programmer can follow.',
  },
  {
    category: 'development',
    name: 'react-hooks-helper',
    description: 'Turns React class components into functions.',
  },
  {
    category: 'testing',
    name: 'pytest-coverage',
    description: 'Raises the coverage of unit tests written with pytest.',
  },
  {
    category: 'testing',
    name: 'flaky-finder',
    description: 'Runs a test suite again and again until it knows which test is flaky.',
  },
  {
    category: 'testing',
    name: 'page-checks',
    description: 'Writes end to end scenarios in Playwright for a web page.',
  },
  {
    category: 'testing',
    name: 'mutation-score',
    description: 'Mutation testing for small libraries.',
    tags: ['qa'],
  },
  {
    category: 'devops',
    name: 'kubernetes-deploy',
    description: 'Deploys containers to a Kubernetes cluster and rolls back on failure.',
  },
  {
    category: 'devops',
    name: 'terraform-plan-reader',
    description: 'Explains a Terraform plan before anyone applies it to the cloud.',
  },
  {
    category: 'devops',
    name: 'nginx-tuner',
    description: 'Tunes nginx on a Linux host.',
  },
  {
    category: 'data',
    name: 'sql-tuning',
    description: 'Tunes PostgreSQL queries and schemas.',
  },
  {
    category: 'data',
    name: 'csv-cleaner',
    description: 'Cleans a CSV or spreadsheet: wrong columns, doubled records, odd dates.',
  },
  {
    category: 'data',
    name: 'sales-forecast',
    description: 'Trains a forecast with pandas on a dataset of past months.',
  },
  {
    category: 'data',
    name: 'embeddings-index',
    description: 'Builds a vector database of embeddings in DuckDB.',
  },
  {
    category: 'security',
    name: 'secret-scanning',
    description: 'Finds credentials that were left in a repository.',
  },
  {
    category: 'security',
    name: 'threat-modeler',
    description: 'Walks through STRIDE for one service and lists each threat.',
  },
  {
    category: 'security',
    name: 'oauth-review',
    description: 'Reviews OAuth and authorization code for known weak points.',
  },
  {
    category: 'design',
    name: 'figma-layouts',
    description: 'Lays out user interfaces in Figma.',
  },
  {
    category: 'design',
    name: 'contrast-checker',
    description: 'Checks WCAG contrast and accessibility of a color palette.',
  },
  {
    category: 'design',
    name: 'tailwind-theme',
    description: 'Makes a Tailwind theme of a brand, with typography and spacing.',
  },
  {
    category: 'documentation',
    name: 'readme-writer',
    description: 'Writes a README and keeps the documentation current.',
  },
  {
    category: 'documentation',
    name: 'decision-records',
    description: 'Keeps architecture decision records (ADR) beside the sources.',
  },
  {
    category: 'documentation',
    name: 'changelog-keeper',
    description: 'Keeps a changelog in Markdown that people like to read.',
  },
  {
    category: 'writing',
    name: 'blog-drafts',
    description: 'Drafts blog posts and essays in your tone of voice.',
  },
  {
    category: 'writing',
    name: 'novel-companion',
    description: 'Helps with a novel: chapter by chapter, character by character.',
  },
  {
    category: 'writing',
    name: 'proofreader',
    description: 'Corrects grammar and wording without changing the tone.',
  },
  {
    category: 'productivity',
    name: 'meeting-minutes',
    description: 'Turns meetings into notes, tasks and reminders.',
  },
  {
    category: 'productivity',
    name: 'inbox-zero',
    description: 'Sorts the inbox of Gmail and answers what can be answered.',
  },
  {
    category: 'productivity',
    name: 'habit-tracker',
    description: 'Keeps track of habits and workouts.',
  },
  {
    category: 'productivity',
    name: 'lights-at-home',
    description: 'Switches lights through Home Assistant.',
  },
  {
    category: 'business',
    name: 'invoice-maker',
    description: 'Makes invoices for customers.',
  },
  {
    category: 'business',
    name: 'cold-outreach',
    description: 'Finds leads and writes cold email campaigns for sales.',
  },
  {
    category: 'business',
    name: 'pricing-review',
    description: 'Compares the pricing of a startup with its market.',
  },
  {
    category: 'research',
    name: 'arxiv-digest',
    description: 'Summarises academic papers from arXiv.',
  },
  {
    category: 'research',
    name: 'literature-review',
    description: 'Collects citations for a thesis and weighs the evidence.',
  },
  {
    category: 'research',
    name: 'fact-checker',
    description: 'Checks a claim against news and Wikipedia.',
  },
  {
    category: 'media',
    name: 'video-subtitles',
    description: 'Cuts video and transcribes audio.',
  },
  {
    category: 'media',
    name: 'podcast-editor',
    description: 'Removes silence from a podcast with ffmpeg.',
  },
  {
    category: 'media',
    name: 'thumbnail-maker',
    description: 'Draws thumbnails for a YouTube channel.',
  },
  {
    category: 'other',
    name: 'pepsi-or-coke',
    description: 'Picks one of two.',
  },
  {
    category: 'other',
    name: 'hello',
    description: 'Says hello in a friendly way.',
  },
  {
    category: 'other',
    name: 'zed',
    description: '',
  },

  // Words of other languages point nowhere; a tag or a foreign word (`Docker`) among them does.
  { category: 'other', name: 'wetter', description: 'Zeigt an, ob es morgen regnet.' },
  {
    category: 'devops',
    name: 'behaelter',
    description: 'Baut einen Container mit Docker.',
  },

  // The threshold is 2. A hint (1) counts 1.5 at the beginning of a description and 3 in a name.
  { category: 'other', name: 'zed', description: 'A polished thing.' },
  { category: 'design', name: 'polished', description: 'A thing.' },
  // Below it together: two hints after the first 25 words count 0.5 each.
  {
    category: 'other',
    name: 'zed',
    description: `${'and so on '.repeat(9)}polished beautiful`,
  },
  // On it exactly: a hint as a tag counts 2.
  { category: 'design', name: 'zed', description: 'A thing.', tags: ['polished'] },

  // Of equal sums the category that is listed first wins, however the words are ordered.
  { category: 'testing', name: 'zed', description: '', tags: ['kubernetes', 'pytest'] },
  { category: 'testing', name: 'zed', description: '', tags: ['pytest', 'kubernetes'] },
  { category: 'design', name: 'zed', description: '', tags: ['spotify', 'figma'] },

  // A name outweighs a description; a word counts once, at its best place, however often it stands there.
  { category: 'media', name: 'podcast', description: 'Handles a database.' },
  {
    category: 'media',
    name: 'podcast',
    description: `Handles a ${'database '.repeat(20)}.`,
  },
  // The tags outweigh a description, too.
  {
    category: 'devops',
    name: 'zed',
    description: 'Handles a database.',
    tags: ['kubernetes'],
  },
  // What a skill is stands at the beginning; later come the words that should call it.
  {
    category: 'data',
    name: 'zed',
    description: `Handles a database. ${'and so on '.repeat(10)} podcast`,
  },
  // Two words in a row mean more than each: "landing page" is design.
  { category: 'design', name: 'landing-page', description: 'Builds one.' },
  // Singular and plural, upper and lower case, are the same word.
  { category: 'data', name: 'zed', description: 'DATABASES' },
];
