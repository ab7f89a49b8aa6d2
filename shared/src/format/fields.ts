import type { Report } from './diagnostics.ts';
import type { Frontmatter } from './frontmatter.ts';
import { isRecord } from './frontmatterYaml.ts';
import { shorten, visibleText } from './hiddenCharacters.ts';

/** The value of a key at the top level or in `metadata`, where the specification puts what it does not know. */
export function fieldOf(
  keys: Record<string, unknown>,
  key: string,
  order: 'top first' | 'metadata first' = 'top first',
): unknown {
  const metadata = isRecord(keys['metadata']) ? keys['metadata'][key] : undefined;
  return order === 'top first' ? (keys[key] ?? metadata) : (metadata ?? keys[key]);
}

/** Characters; also once it is escaped. */
const MAX_HOMEPAGE = 2000;

/** What a listing shows beside name and description; what is not declared is left out. */
export interface ListingFields {
  author?: string;
  license?: string;
  homepage?: string;
  compatibility?: string;
  tags: string[];
}

/** Reads author, license, homepage, compatibility and tags, in the shapes that people write them. */
export function readListingFields({ keys, keyLines }: Frontmatter, report: Report): ListingFields {
  const author = words(fieldOf(keys, 'author') ?? fieldOf(keys, 'authors'), 200);
  const license = words(fieldOf(keys, 'license'), 200);
  const compatibility = words(fieldOf(keys, 'compatibility'), MAX_COMPATIBILITY);
  const homepage = words(fieldOf(keys, 'homepage'), MAX_HOMEPAGE);
  const url = homepage === undefined ? undefined : webAddress(homepage);
  if (homepage !== undefined && url === undefined) {
    report('homepage_invalid', 'The homepage is not a web address of usable length.', {
      line: keyLines.get('homepage'),
    });
  }
  reportShapes(keys, keyLines, report);
  return {
    ...(author !== undefined && { author }),
    ...(license !== undefined && { license }),
    ...(url !== undefined && { homepage: url }),
    ...(compatibility !== undefined && { compatibility }),
    tags: readTags(fieldOf(keys, 'tags') ?? fieldOf(keys, 'keywords')),
  };
}

const MAX_TAGS = 32;
const MAX_TAG = 64;

/** A list, or text with commas: lower case, without `#`, each once, at most 32 of at most 64 characters. */
function readTags(value: unknown): string[] {
  const tags = listOf(value)
    .map((tag) => visibleText(tag).toLowerCase().replace(/^#+/, '').trim())
    .filter((tag) => tag !== '' && tag.length <= MAX_TAG);
  return [...new Set(tags)].slice(0, MAX_TAGS);
}

/** The texts of a list, or of a text with commas or line ends between (`[a, b]` as text too). */
export function listOf(value: unknown): string[] {
  if (typeof value === 'string') {
    return value
      .replace(/^\s*\[|\]\s*$/g, '')
      .split(/[,\n]/)
      .map(withoutQuotes);
  }
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) =>
    typeof entry === 'string' || typeof entry === 'number' ? [String(entry)] : [],
  );
}

function withoutQuotes(text: string): string {
  return text.trim().replace(/^["']|["']$/g, '');
}

/** Text of a scalar, a list (`a, b`) or a mapping (its `name`, else `key: value; …`). */
function words(value: unknown, limit: number): string | undefined {
  const text = shorten(visibleText(textOf(value)), limit);
  return text === '' ? undefined : text;
}

function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  if (Array.isArray(value)) {
    return value
      .map(textOf)
      .filter((text) => text !== '')
      .join(', ');
  }
  if (!isRecord(value)) return '';
  if (typeof value['name'] === 'string') return value['name'];
  return Object.entries(value)
    .map(([key, entry]) => `${key}: ${textOf(entry)}`)
    .join('; ');
}

function webAddress(text: string): string | undefined {
  const url = URL.parse(text);
  const isUsable =
    url !== null && /^https?:$/.test(url.protocol) && url.href.length <= MAX_HOMEPAGE;
  return isUsable ? url.href : undefined;
}

/** The longest compatibility that the Agent Skills specification allows. */
const MAX_COMPATIBILITY = 500;

/** Where the specification wants text, agents may ignore anything else. */
function reportShapes(
  keys: Frontmatter['keys'],
  lines: Frontmatter['keyLines'],
  report: Report,
): void {
  const { metadata, compatibility } = keys;
  const isTextMap = (value: unknown): boolean =>
    isRecord(value) && Object.values(value).every((entry) => typeof entry === 'string');
  if (metadata !== undefined && !isTextMap(metadata)) {
    report('metadata_not_text', 'Some values in metadata are not text.', {
      line: lines.get('metadata'),
    });
  }
  if (compatibility !== undefined && typeof compatibility !== 'string') {
    report('compatibility_not_text', 'The compatibility is not text.', {
      line: lines.get('compatibility'),
    });
  }
  if (typeof compatibility === 'string' && compatibility.length > MAX_COMPATIBILITY) {
    report(
      'compatibility_too_long',
      `The compatibility has ${compatibility.length} characters; the listing shows 500.`,
      { line: lines.get('compatibility') },
    );
  }
  if (Array.isArray(keys['allowed-tools'])) {
    report('allowed_tools_list', 'The allowed tools are a list, not text.', {
      line: lines.get('allowed-tools'),
    });
  }
}
