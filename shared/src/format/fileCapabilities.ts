import type { Capability } from '../contracts/index.ts';
import { binaryFormat } from './binaryFormat.ts';
import { scriptLanguage } from './languages.ts';
import { comparePaths } from './manifest.ts';
import { splitLines } from './markdownLines.ts';
import { networkOf } from './network.ts';
import type { SourceFile } from './parsedSkill.ts';
import { isBinary, readText } from './textContent.ts';

/** More of one file than this is not searched for addresses. */
const MAX_SEARCHED = 1024 * 1024;

/** Scripts by language, what they reach over the network, and binaries that are no picture, font or document. */
export function fileCapabilities(files: readonly SourceFile[]): Capability[] {
  return files
    .toSorted((left, right) => comparePaths(left.path, right.path))
    .flatMap((file) => [...scriptCapabilities(file), ...binaryCapability(file)]);
}

/** A script may hold a NUL as well: interpreters pass over it, so being binary does not excuse it. */
function scriptCapabilities({ path, content }: SourceFile): Capability[] {
  const [firstLine = ''] = splitLines(readText(content.subarray(0, 200)).text);
  const language = scriptLanguage(path, firstLine);
  if (language === undefined) return [];
  const lines = splitLines(readText(content.subarray(0, MAX_SEARCHED)).text);
  return [
    // A shebang is the line that makes it one; else the whole file is meant.
    { kind: 'script', detail: language, path, ...(firstLine.startsWith('#!') && { line: 1 }) },
    ...networkOf(lines).map(({ detail, line }): Capability => ({
      kind: 'network',
      detail,
      path,
      line,
    })),
  ];
}

function binaryCapability({ path, content }: SourceFile): Capability[] {
  const format = isBinary(content) ? binaryFormat(path, content) : undefined;
  return format === undefined ? [] : [{ kind: 'binary', detail: format, path }];
}
