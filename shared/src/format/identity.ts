import { isSlug, toSlug } from '../contracts/index.ts';
import type { Report } from './diagnostics.ts';
import type { Frontmatter } from './frontmatter.ts';
import { shorten, visibleText } from './hiddenCharacters.ts';
import { pathProblem } from './safePath.ts';

/** The names of a skill, and whether agents would load it under the one it has. */
export interface Identity {
  installName: string;
  displayName: string;
  loads: boolean;
}

const MAX_DISPLAY_NAME = 100;
const MAX_HEADING = 64;
/** When neither name, heading nor folder has a letter or digit that a slug can hold. */
const LAST_RESORT = 'skill';

/** Derives the names from the frontmatter, else from the first heading, else from the folder. */
export function identify(
  { keys, unquotedWords, keyLines }: Frontmatter,
  heading: string | undefined,
  folderName: string,
  report: Report,
): Identity {
  const line = keyLines.get('name');
  const written = ['number', 'boolean'].includes(typeof keys['name'])
    ? String(keys['name'])
    : keys['name'];
  const name = typeof written === 'string' ? visibleText(written) : '';
  if (written === name && isInstallName(name)) {
    const isText = typeof keys['name'] === 'string' && !unquotedWords.has('name');
    if (!isText) {
      report('name_not_text', `Some agents do not take the name ${name} for text.`, {
        line,
        repaired: 'It was quoted.',
      });
    }
    if (name !== folderName) {
      report(
        'name_differs_from_folder',
        `The name ${name} differs from the folder ${shorten(visibleText(folderName), 100)}.`,
        { line },
      );
    }
    return { installName: name, displayName: title(heading, name), loads: isText };
  }
  const installName = slugOf(name) ?? slugOf(heading ?? '') ?? slugOf(folderName) ?? LAST_RESORT;
  if (name === '') {
    report('name_missing', 'The frontmatter has no name.', {
      repaired: `The name is ${installName}.`,
    });
    return { installName, displayName: title(heading, installName), loads: false };
  }
  report('name_invalid', `The name "${shorten(name, 100)}" is not one that agents load.`, {
    line,
    repaired: `The name is ${installName}.`,
  });
  const displayName = isSlug(name) ? titleCase(name) : shorten(name, MAX_DISPLAY_NAME);
  return { installName, displayName, loads: false };
}

/** A heading that only repeats a slug of several words reads worse than the words. */
function title(heading: string | undefined, slug: string): string {
  return heading === undefined || (heading === slug && slug.includes('-'))
    ? titleCase(slug)
    : heading;
}

/** The first heading of level one as plain text, when it is short and says more than its place does. */
export function titleOf(prose: readonly { text: string }[]): string | undefined {
  const line = prose.find(({ text }) => /^#[ \t]+\S/.test(text));
  if (line === undefined) return undefined;
  const heading = plainHeading(line.text.slice(1, 1000));
  const isSensible =
    heading.length <= MAX_HEADING &&
    /^[\p{L}\p{N}].*\p{L}/u.test(heading) &&
    !/[{}<>$|=]/.test(heading) &&
    !PLACE_HEADING.test(heading);
  return isSensible ? heading : undefined;
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

const SHORT_WORDS = new Set([
  'a',
  'an',
  'and',
  'as',
  'at',
  'by',
  'for',
  'from',
  'in',
  'of',
  'on',
  'or',
  'the',
  'to',
  'vs',
  'with',
]);
const CAPITALS = new Set(
  'ai api aws cd ci cli cpu css csv db dns docx ec2 epub gcp gpu gpt html http https iam ide ios ip jwt json llm mcp md ml mvp nft nlp ocr orm os pdf php pptx pr prd qa rag rest rss s3 sdk seo sla slo sms sql ssh ssl svg tdd tls tts tv ui url usb ux vm vpn vps xlsx xml yaml'.split(
    ' ',
  ),
);

function titleCase(slug: string): string {
  const words = slug.split('-').map((word, index) => {
    if (CAPITALS.has(word)) return word.toUpperCase();
    if (index > 0 && SHORT_WORDS.has(word)) return word;
    return word.slice(0, 1).toUpperCase() + word.slice(1);
  });
  return words.join(' ');
}

/** A slug that is also a folder on Windows (`con` is not). */
function isInstallName(name: string): boolean {
  return isSlug(name) && pathProblem(name) === undefined;
}

function slugOf(text: string): string | undefined {
  const slug = toSlug(text.slice(0, 1000));
  return slug === undefined || isInstallName(slug) ? slug : `${slug}-skill`;
}
