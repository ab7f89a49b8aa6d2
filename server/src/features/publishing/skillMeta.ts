import { z } from 'zod';
import type { NewFile } from '../../storage/bundle.repository.ts';

/** What other catalogues write beside a skill, as far as we read it. */
const Meta = z.object({
  owner: z.string().optional().catch(undefined),
  latest: z
    .object({
      version: z.string().optional().catch(undefined),
      commit: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});
export type SkillMeta = z.infer<typeof Meta>;

/** The `_meta.json` among the files of a skill; empty when there is none that can be read. */
export function readMeta(files: readonly NewFile[]): SkillMeta {
  const file = files.find(({ path }) => path === '_meta.json');
  if (file === undefined) return {};
  try {
    const meta = Meta.safeParse(JSON.parse(new TextDecoder().decode(file.content)));
    return meta.success ? meta.data : {};
  } catch {
    // Somebody else's file: one that is no JSON says nothing.
    return {};
  }
}
