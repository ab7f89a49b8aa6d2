import {
  CategoryList,
  DeprecateInput,
  RenameInput,
  SetCategoryInput,
  SetTagsInput,
  SkillByIdInput,
  SkillDetail,
  SkillOriginal,
  SkillOriginalInput,
  SkillSearchInput,
  SkillSearchResult,
  SkillSummary,
  SkillVisibilityInput,
  TransferInput,
  UndeprecateInput,
} from '@skill-marketplace/shared/contracts';
import { procedure, router } from '../../trpc/init.ts';

/** `skills.*`: find and judge, and say what a listing says. */
export const skillRouter = router({
  search: procedure
    .input(SkillSearchInput)
    .output(SkillSearchResult)
    .query(({ ctx, input }) => ctx.services.search.search(ctx, input)),
  byId: procedure
    .input(SkillByIdInput)
    .output(SkillDetail)
    .query(({ ctx, input }) => ctx.services.skills.byId(ctx, input)),
  original: procedure
    .input(SkillOriginalInput)
    .output(SkillOriginal)
    .query(({ ctx, input }) => ctx.services.skills.original(ctx, input)),
  categories: procedure
    .output(CategoryList)
    .query(({ ctx }) => ctx.services.skills.categories(ctx)),
  setCategory: procedure
    .input(SetCategoryInput)
    .output(SkillSummary)
    .mutation(({ ctx, input }) => ctx.services.listings.setCategory(ctx, input)),
  setTags: procedure
    .input(SetTagsInput)
    .output(SkillSummary)
    .mutation(({ ctx, input }) => ctx.services.listings.setTags(ctx, input)),
  deprecate: procedure
    .input(DeprecateInput)
    .output(SkillSummary)
    .mutation(({ ctx, input }) => ctx.services.listings.deprecate(ctx, input)),
  undeprecate: procedure
    .input(UndeprecateInput)
    .output(SkillSummary)
    .mutation(({ ctx, input }) => ctx.services.listings.undeprecate(ctx, input)),
  setVisibility: procedure
    .input(SkillVisibilityInput)
    .output(SkillSummary)
    .mutation(({ ctx, input }) => ctx.services.visibility.setSkill(ctx, input)),
  rename: procedure
    .input(RenameInput)
    .output(SkillSummary)
    .mutation(({ ctx, input }) => ctx.services.moves.rename(ctx, input)),
  transfer: procedure
    .input(TransferInput)
    .output(SkillSummary)
    .mutation(({ ctx, input }) => ctx.services.moves.transfer(ctx, input)),
});
