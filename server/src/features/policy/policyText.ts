import {
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
} from 'yaml';

/** A part of the rules: names of keys, and places in lists. */
export type Place = readonly (string | number)[];

/** The line of a JSON text where that part stands, or what it is missing in. */
export function lineIn(text: string, place: Place): number | undefined {
  const { document, lines } = read(text);
  const start = (keyAt(document, place) ?? nodeAt(document, place))?.range?.[0];
  if (start !== undefined) return lines.linePos(start).line;
  return place.length === 0 ? undefined : lineIn(text, place.slice(0, -1));
}

/** The line where a key stands a second time in one object, of which JSON would take the last. */
export function repeatedKey(text: string): { line: number } | undefined {
  const repeated = read(text).document.errors.find(({ code }) => code === 'DUPLICATE_KEY');
  const line = repeated?.linePos?.[0].line;
  return line === undefined ? undefined : { line };
}

/** JSON as the YAML that it is, since that parser knows where everything stands. */
function read(text: string): { document: Document; lines: LineCounter } {
  const lines = new LineCounter();
  return { document: parseDocument(text, { lineCounter: lines }), lines };
}

function nodeAt(document: Document, place: Place): Node | undefined {
  const node: unknown = place.length === 0 ? document.contents : document.getIn(place, true);
  return isNode(node) ? node : undefined;
}

function keyAt(document: Document, place: Place): Node | undefined {
  const key = place.at(-1);
  const around = key === undefined ? undefined : nodeAt(document, place.slice(0, -1));
  if (!isMap(around)) return undefined;
  const pair = around.items.find((item) => isScalar(item.key) && item.key.value === key);
  return isScalar(pair?.key) ? pair.key : undefined;
}
