import type { Category } from '@skill-marketplace/shared/contracts';
import type { CategoriesNode, SectionNode } from './browseNode.ts';
import type { ListQuery, SkillList } from './skillList.ts';
import { count } from './skillRow.ts';

const PAGE_SIZE = 20;

/** The sections of a large catalogue, above its categories. */
export const SECTIONS = [
  {
    id: 'topRated',
    label: 'Top rated',
    icon: 'star-full',
    // Unrated skills have no place here.
    query: { sort: 'rating', minRating: 1, limit: PAGE_SIZE },
  },
  {
    id: 'mostInstalled',
    label: 'Most installed',
    icon: 'cloud-download',
    query: { sort: 'installs', limit: PAGE_SIZE },
  },
  { id: 'newest', label: 'Newest', icon: 'history', query: { sort: 'newest', limit: PAGE_SIZE } },
] as const;

/** The row that holds the categories. */
export function categoriesRow(): CategoriesNode {
  return { kind: 'categories', id: 'categories' };
}

/** The row of one category. */
export function categorySection(
  { name, displayName, skillCount }: Category,
  listOf: (id: string, query: ListQuery) => SkillList,
): SectionNode {
  const id = `category:${name}`;
  return {
    kind: 'section',
    id,
    label: displayName,
    description: count(skillCount),
    icon: 'tag',
    list: listOf(id, { category: name, limit: PAGE_SIZE }),
  };
}
