import type { PublishInput } from '@skill-marketplace/shared/contracts';
import { skillText } from './skillFolder.ts';

/** The input of `publishing.publish` for files by path; SKILL.md is made where none is given. */
export function publicationOf(
  publisher: string,
  name: string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
  rest: Partial<PublishInput> = {},
): PublishInput {
  const all = { 'SKILL.md': skillText({ name }), ...files };
  return {
    publisher,
    files: Object.entries(all).map(([path, content]) => ({
      path,
      content: Buffer.from(content).toString('base64'),
    })),
    ...rest,
  };
}
