import type { SkillSummary } from '@skill-marketplace/shared/contracts';
import type { SearchRequest } from '../search/searchRequest.ts';
import type { SkillList } from './skillList.ts';

/** A skill, in one of the lists that it is in. */
export interface SkillNode {
  kind: 'skill';
  /** Unique in the tree. */
  id: string;
  skill: SkillSummary;
  /** The marketplace that it comes from. */
  instanceId: string;
  isInstalled: boolean;
}

/** A list that opens: Top rated, a category. */
export interface SectionNode {
  kind: 'section';
  id: string;
  label: string;
  description?: string;
  icon: string;
  list: SkillList;
}

/** The row that holds the categories. */
export interface CategoriesNode {
  kind: 'categories';
  id: 'categories';
}

/** The last row of a list that goes on. */
export interface MoreNode {
  kind: 'more';
  id: string;
  list: SkillList;
  /** How many are in the tree, and how many there are; a server may only know about how many. */
  shown: number;
  total: string;
}

/** A row about the search of Browse: what was found, or what was searched for instead. */
export interface SearchNode {
  kind: 'search';
  id: string;
  label: string;
  description?: string;
  tooltip: string;
  /** A click does it. */
  does: 'change' | 'exact';
  request: SearchRequest;
}

/** A row that says something: a failure, a wait, an empty list, a way on. */
export interface MessageNode {
  kind: 'message';
  id: string;
  label: string;
  description?: string;
  tooltip?: string;
  icon: string;
  command?: { command: string; title: string; arguments?: SearchNode[] };
}

/** Every kind of row in Browse. */
export type BrowseNode =
  | SkillNode
  | SectionNode
  | CategoriesNode
  | MoreNode
  | SearchNode
  | MessageNode;
