import type { SkillSummary } from '@skill-marketplace/shared/contracts';

/** A skill as a list shows it, with what a test is about. */
export function skillSummary(about: Partial<SkillSummary> = {}): SkillSummary {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    reference: 'acme/deploy',
    publisher: 'acme',
    name: 'deploy',
    displayName: 'Deploy',
    description: 'Deploys a service.',
    category: 'devops',
    tags: [],
    skillType: 'prompt_only',
    author: 'Acme',
    latestVersion: '1.2.0',
    averageRating: 0,
    ratingCount: 0,
    verifiedRatingCount: 0,
    installCount: 0,
    status: 'active',
    source: 'local',
    createdAt: new Date(0),
    updatedAt: new Date(0),
    ...about,
  };
}
