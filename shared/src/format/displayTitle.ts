import { visibleText } from './hiddenCharacters.ts';

const MAX_HEADING = 64;

/** The first heading of level one as plain text, when it is short and says more than its place does. */
export function titleOf(prose: readonly string[]): string | undefined {
  const line = prose.find((text) => /^#[ \t]+\S/.test(text));
  if (line === undefined) return undefined;
  const heading = plainHeading(line.slice(1, 1000));
  const isSensible =
    heading.length <= MAX_HEADING &&
    /^[\p{L}\p{N}].*\p{L}/u.test(heading) &&
    !/[{}<>$|=]|\]\(/.test(heading) &&
    !PLACE_HEADING.test(heading);
  return isSensible ? heading : undefined;
}

/** The title of a skill whose name is a slug; a heading that only repeats the slug reads worse than its words. */
export function titleFor(heading: string | undefined, slug: string): string {
  const isSlugAgain = heading === slug && slug.includes('-');
  return heading === undefined || isSlugAgain ? titleCase(slug) : heading;
}

/** Headings that name a part of a document and not the skill. */
const PLACE_HEADING =
  /^(?:\d+[.)]|(?:step|phase|part|section|chapter)\b)|^(?:(?:skill|readme|overview|introduction|instructions?|usage|purpose|description|summary|role|tasks?|goals?|objectives?|background|context|quick ?start|getting started|when to use.*|workflow|examples?|requirements|setup|installation|system prompt|system instructions|instruction set|identity|about|name|skill\.md|table of contents|contents)[:.]?)$/i;

function plainHeading(text: string): string {
  return visibleText(
    text
      .replace(/!?\[([^\]]{0,200})\]\([^)]{0,300}\)/g, '$1')
      .replace(/[*_~`]{1,3}(?=\S)|(?<=\S)[*~`]{1,3}/g, (marks) => (marks === '_' ? marks : ''))
      .replace(/\s#+\s*$/, '')
      .replace(/\{#[^}]*\}$/, '')
      .replace(/^[\p{Extended_Pictographic}\ufe0f\u200d\s]+/u, '')
      .replace(/[\p{Extended_Pictographic}\ufe0f\u200d]+\s*$/u, ''),
  ).replace(/^(?:skill|agent skill)\s*:\s*/i, '');
}

const SHORT_WORDS = wordSet('a an and as at by for from in of on or the to vs with');

const CAPITALS = wordSet(`
  ai api aws cd ci cli cpu css csv db dns docx ec2 epub gcp gpu gpt html http https iam ide ios ip
  jwt json llm mcp md ml mvp nft nlp ocr orm os pdf php pptx pr prd qa rag rest rss s3 sdk seo sla
  slo sms sql ssh ssl svg tdd tls tts tv ui url usb ux vm vpn vps xlsx xml yaml`);

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}

function titleCase(slug: string): string {
  const words = slug.split('-').map((word, index) => {
    if (CAPITALS.has(word)) return word.toUpperCase();
    if (index > 0 && SHORT_WORDS.has(word)) return word;
    return word.slice(0, 1).toUpperCase() + word.slice(1);
  });
  return words.join(' ');
}
