import { subjectOf } from '../picks/subject.ts';
import type { Services } from '../services.ts';

/** Opens a read-only page about a skill. */
export async function showDetails(services: Services, row: unknown): Promise<void> {
  const subject = await subjectOf(services, row, 'Which skill is shown?');
  if (subject === undefined) return;
  await services.details.open(subject.marketplace.instanceId, subject.reference);
}
