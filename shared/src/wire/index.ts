import {
  deserialize as deserializeAnything,
  serialize as serializeAnything,
  type SuperJSONResult as WireValue,
} from 'superjson';

/**
 * What travels between client and server: superjson's wire format, so that every client of superjson
 * understands it. Reading is superjson's own: it costs about what a copy of the data does, and knows hostile
 * payloads. Writing costs several times the JSON, so plain data takes one walk here.
 */
export const wireFormat = { serialize, deserialize };

/**
 * As superjson reads it, `{}` as nothing; what has another form is refused, since superjson would read it as
 * nothing too, and whoever forgot the `json` around a search would get everything.
 */
function deserialize(value: WireValue): unknown {
  const hasForm = isObject(value) && !Array.isArray(value);
  const isKnown = hasForm && Object.keys(value).every((key) => key === 'json' || key === 'meta');
  if (!isKnown) throw new TypeError('not as superjson writes it');
  return deserializeAnything(value);
}

type Json = WireValue['json'];

/** superjson's words for what JSON cannot hold, as far as plain data has any. */
type Annotation = ['Date'] | ['undefined'];

/** Stands for what superjson has to write. */
const ODD = Symbol('odd');

/** Deeper data is superjson's, so that data that contains itself ends here. */
const MAX_DEPTH = 100;

/**
 * As `superjson.serialize` writes it, in the same order of keys; shares nothing with the value. Everything but
 * plain objects and lists of texts, finite numbers, booleans, `null`, `undefined` and dates goes to superjson
 * whole, also what occurs twice and keys with dots; its errors are superjson's.
 */
function serialize(value: unknown): WireValue {
  const walk: Walk = { seen: new Set(), met: 0, annotations: {}, last: undefined };
  const json = isObject(value) ? writtenObject(value, walk, '', 0) : ODD;
  if (json === ODD) return serializeAnything(value);
  return walk.last === undefined ? { json } : { json, meta: { values: walk.annotations, v: 1 } };
}

interface Walk {
  /** Objects, and how often one was met: the two differ as soon as one occurs twice. */
  seen: Set<object>;
  met: number;
  /** By path, with dots between the keys. */
  annotations: Record<string, Annotation>;
  /** Where the latest annotation stands: the path of what holds it, with a dot at its end. */
  last: string | undefined;
}

/** `prefix` is the object's own path, with a dot at its end; the root has none. */
function writtenObject(
  value: object,
  walk: Walk,
  prefix: string,
  depth: number,
): Json | typeof ODD {
  if (occursTwice(value, walk) || depth > MAX_DEPTH) return ODD;
  if (Array.isArray(value)) return writtenItems(value, walk, prefix, depth);
  return isPlain(value) ? writtenFields(value, walk, prefix, depth) : ODD;
}

function writtenFields(
  object: Record<string, unknown>,
  walk: Walk,
  prefix: string,
  depth: number,
): Json | typeof ODD {
  const written: Record<string, Json> = {};
  for (const key of Object.keys(object)) {
    // Keys that superjson refuses.
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') return ODD;
    const json = writtenValue(object[key], walk, prefix, key, depth);
    if (json === ODD) return ODD;
    written[key] = json;
  }
  return written;
}

function writtenItems(
  items: readonly unknown[],
  walk: Walk,
  prefix: string,
  depth: number,
): Json | typeof ODD {
  // Holes, and fields beside the items.
  if (Object.keys(items).length !== items.length) return ODD;
  const written: Json[] = [];
  for (let index = 0; index < items.length; index += 1) {
    const json = writtenValue(items[index], walk, prefix, index, depth);
    if (json === ODD) return ODD;
    written.push(json);
  }
  return written;
}

function writtenValue(
  value: unknown,
  walk: Walk,
  prefix: string,
  key: string | number,
  depth: number,
): Json | typeof ODD {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0) ? value : ODD;
  }
  if (value !== undefined && !isObject(value)) return ODD;
  // From here on the key may have to stand in a path, in which dots would need escaping.
  if (typeof key === 'string' && (key.includes('.') || key.includes('\\'))) return ODD;
  if (value === undefined) return isAnnotated(walk, prefix, key, ['undefined']) ? null : ODD;
  if (!isDate(value)) return writtenObject(value, walk, `${prefix}${key}.`, depth + 1);
  if (occursTwice(value, walk)) return ODD;
  return isAnnotated(walk, prefix, key, ['Date']) ? value.toISOString() : ODD;
}

/** False when superjson would not write this annotation last: it puts numbers in front of deeper paths. */
function isAnnotated(
  walk: Walk,
  prefix: string,
  key: string | number,
  annotation: Annotation,
): boolean {
  const { last } = walk;
  const followsDeeper =
    last !== undefined && last.length > prefix.length && last.startsWith(prefix);
  if (followsDeeper && /^\d/.test(String(key))) return false;
  walk.annotations[`${prefix}${key}`] = annotation;
  walk.last = prefix;
  return true;
}

function occursTwice(value: object, walk: Walk): boolean {
  walk.seen.add(value);
  walk.met += 1;
  return walk.seen.size !== walk.met;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isPlain(value: object): value is Record<string, unknown> {
  return Object.getPrototypeOf(value) === Object.prototype;
}

/** A date that superjson knows as one: an invalid one it passes on. */
function isDate(value: object): value is Date {
  return value instanceof Date && !Number.isNaN(value.getTime());
}
