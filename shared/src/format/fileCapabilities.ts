import type { Capability } from '../contracts/index.ts';
import { isBinary, readText } from './textContent.ts';
import { binaryFormat } from './binaryFormat.ts';
import { scriptLanguage } from './languages.ts';
import { comparePaths } from './manifest.ts';
import { splitLines } from './markdownLines.ts';
import { networkOf } from './network.ts';
import type { SourceFile } from './parsedSkill.ts';

/** More of one file than this is not searched for addresses. */
const MAX_SEARCHED = 1024 * 1024;

/** Scripts by language, what they reach over the network, and binaries that are no picture, font or document. */
export function fileCapabilities(files: readonly SourceFile[]): Capability[] {
  return files
    .toSorted((left, right) => comparePaths(left.path, right.path))
    .flatMap(({ path, content }): Capability[] => {
      if (isBinary(content)) {
        const format = binaryFormat(path, content);
        return format === undefined ? [] : [{ kind: 'binary', detail: format, path }];
      }
      const firstLine = readText(content.subarray(0, 200)).text.split('\n', 1)[0] ?? '';
      const language = scriptLanguage(path, firstLine);
      if (language === undefined) return [];
      const { text } = readText(content.subarray(0, MAX_SEARCHED));
      return [
        { kind: 'script', detail: language, path },
        ...networkOf(splitLines(text)).map(({ detail, line }): Capability => ({
          kind: 'network',
          detail,
          path,
          line,
        })),
      ];
    });
}
