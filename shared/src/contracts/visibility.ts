import { z } from 'zod';
import { SkillId, Slug } from './reference.ts';

/** Who may see skills: everyone who may read here, or members of their publisher (and those who review). */
export const Visibility = z.enum(['everyone', 'members']);
export type Visibility = z.infer<typeof Visibility>;

/** Input of `skills.setVisibility`; a skill of a publisher for members stays for members. */
export const SkillVisibilityInput = z.object({ skillId: SkillId, visibility: Visibility });
export type SkillVisibilityInput = z.infer<typeof SkillVisibilityInput>;

/** Input of `publishers.setVisibility`. */
export const PublisherVisibilityInput = z.object({ publisher: Slug, visibility: Visibility });
export type PublisherVisibilityInput = z.infer<typeof PublisherVisibilityInput>;

/** A publisher as it stands after a change. */
export const PublisherVisibility = z.object({ publisher: z.string(), visibility: Visibility });
export type PublisherVisibility = z.infer<typeof PublisherVisibility>;
