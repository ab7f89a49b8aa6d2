import type { SkillSummary } from '@skill-marketplace/shared/contracts';
import type { SearchRequest } from './searchRequest.ts';

/** What a row of the picker does when it is chosen. */
export type PickAction =
  | { does: 'choose'; skill: SkillSummary }
  | { does: 'ask'; request: SearchRequest }
  | { does: 'show'; request: SearchRequest }
  | { does: 'filter' }
  | { does: 'again' }
  | { does: 'run'; command: string }
  | { does: 'nothing' };

/** The buttons that may stand at the end of a row. */
export const PICK_BUTTONS = ['install', 'details', 'forget'] as const;
export type PickButton = (typeof PICK_BUTTONS)[number];

/** A row of the picker, apart from how VS Code draws it. */
export interface PickRow {
  /** Unique in the list, and the same for the same thing. */
  key: string;
  label: string;
  description?: string;
  detail?: string;
  buttons?: readonly PickButton[];
  action: PickAction;
}

/** A title above the rows that follow. */
export interface PickHeading {
  heading: string;
}
