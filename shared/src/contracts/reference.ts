import { z } from 'zod';

/** The pattern of publishers, names and sources: `a-z0-9-`, 1–64, no leading, trailing or double hyphen. */
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** A slug: `a-z0-9-`, 1 to 64 characters, no leading, trailing or double hyphen (Agent Skills specification, `name`). */
export const Slug = z
  .string()
  .min(1)
  .max(64)
  .regex(SLUG, 'Use lower-case letters, digits and single hyphens.');
export type Slug = z.infer<typeof Slug>;

/** The parts of a reference; without `source` it is the asked server's own. */
export interface ReferenceParts {
  source?: string;
  publisher: string;
  name: string;
}

/** True when the text is a valid slug. */
export function isSlug(text: string): boolean {
  return text.length <= 64 && SLUG.test(text);
}

/**
 * Makes the nearest slug of any text, or `undefined` when nothing of it can be kept.
 * Accents are dropped (`Café Tools` → `cafe-tools`), `camelCase` is not split, 64 characters are kept.
 */
export function toSlug(text: string): string | undefined {
  const slug = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 65)
    .replace(/^-+/, '')
    .slice(0, 64)
    .replace(/-+$/, '');
  return slug === '' ? undefined : slug;
}

/**
 * Reads `[source:]publisher/name`; `undefined` when the text is not a reference.
 *
 * @example parseReference('atom:acme/deploy') // { source: 'atom', publisher: 'acme', name: 'deploy' }
 */
export function parseReference(text: string): ReferenceParts | undefined {
  const match = /^(?:([^:/]+):)?([^:/]+)\/([^:/]+)$/.exec(text);
  const [, source, publisher, name] = match ?? [];
  if (publisher === undefined || name === undefined) return undefined;
  if (![publisher, name, ...(source === undefined ? [] : [source])].every(isSlug)) return undefined;
  return source === undefined ? { publisher, name } : { source, publisher, name };
}

/** Writes the parts as `[source:]publisher/name`. */
export function formatReference({ source, publisher, name }: ReferenceParts): string {
  return `${source === undefined ? '' : `${source}:`}${publisher}/${name}`;
}

/** Wherever a procedure takes a skill: its uuid or its reference. */
export const SkillId = z
  .string()
  .max(200)
  .refine((text) => z.uuid().safeParse(text).success || parseReference(text) !== undefined, {
    message: 'Give the id of a skill, or its reference as publisher/name.',
  });
export type SkillId = z.infer<typeof SkillId>;

/** A reference in its textual form. */
export const Reference = z.string().refine((text) => parseReference(text) !== undefined, {
  message: 'Give a reference as publisher/name.',
});
export type Reference = z.infer<typeof Reference>;
