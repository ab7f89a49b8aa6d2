import {
  CategoryList,
  SkillByIdInput,
  SkillDetail,
  SkillOriginal,
  SkillOriginalInput,
  SkillSearchInput,
  SkillSearchResult,
} from '@skill-marketplace/shared/contracts';
import { reading, router } from '../../trpc/init.ts';

/** `skills.*`: find and judge. */
export const skillRouter = router({
  search: reading
    .input(SkillSearchInput)
    .output(SkillSearchResult)
    .query(({ ctx, input }) => ctx.services.search.search(ctx, input)),
  byId: reading
    .input(SkillByIdInput)
    .output(SkillDetail)
    .query(({ ctx, input }) => ctx.services.skills.byId(ctx, input.id)),
  original: reading
    .input(SkillOriginalInput)
    .output(SkillOriginal)
    .query(({ ctx, input }) => ctx.services.skills.original(ctx, input)),
  categories: reading.output(CategoryList).query(({ ctx }) => ctx.services.skills.categories(ctx)),
});
