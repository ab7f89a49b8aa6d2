import { subjectOf } from '../picks/subject.ts';
import { rateSkill } from '../ratings/rateSkill.ts';
import type { Services } from '../services.ts';

/** Rates the row's skill, or one that is asked for. */
export async function rate(services: Services, row: unknown): Promise<void> {
  const subject = await subjectOf(services, row, 'Which skill is rated?');
  if (subject !== undefined) await rateSkill(services, subject);
}
