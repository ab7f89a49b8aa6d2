import { subjectOf } from '../picks/subject.ts';
import type { Services } from '../services.ts';

/** Shows what was repaired in a skill, side by side. */
export async function compareOriginal(services: Services, row: unknown): Promise<void> {
  const subject = await subjectOf(services, row, 'Which skill is compared with its original?');
  if (subject === undefined) return;
  await services.originals.compare(subject.marketplace.instanceId, subject.reference);
}
