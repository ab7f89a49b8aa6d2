import { z } from 'zod';
import { Reference, SkillId, Slug } from './reference.ts';
import { Text } from './text.ts';

/** A tag as a listing shows it: lower case, without `#`. */
const Tag = Text.trim()
  .toLowerCase()
  .transform((tag) => tag.replace(/^#+/, '').trim())
  .pipe(z.string().min(1).max(64));

/** Input of `skills.setCategory`; `null` goes back to what the skill says itself. */
export const SetCategoryInput = z.object({ skillId: SkillId, category: Slug.nullable() });
export type SetCategoryInput = z.infer<typeof SetCategoryInput>;

/** Input of `skills.setTags`; `null` goes back to what the skill says itself. */
export const SetTagsInput = z.object({
  skillId: SkillId,
  tags: z
    .array(Tag)
    .max(32)
    .transform((tags) => [...new Set(tags)])
    .nullable(),
});
export type SetTagsInput = z.infer<typeof SetTagsInput>;

/** Input of `skills.deprecate`; `replacedBy` names the skill to use instead. */
export const DeprecateInput = z.object({ skillId: SkillId, replacedBy: Reference.optional() });
export type DeprecateInput = z.infer<typeof DeprecateInput>;

/** Input of `skills.undeprecate`. */
export const UndeprecateInput = z.object({ skillId: SkillId });
export type UndeprecateInput = z.infer<typeof UndeprecateInput>;

/** Input of `skills.rename`: its name in the reference; the old one leads to it from then on. */
export const RenameInput = z.object({ skillId: SkillId, name: Slug });
export type RenameInput = z.infer<typeof RenameInput>;

/** Input of `skills.transfer`: to another publisher; the old reference leads to it from then on. */
export const TransferInput = z.object({ skillId: SkillId, publisher: Slug });
export type TransferInput = z.infer<typeof TransferInput>;
