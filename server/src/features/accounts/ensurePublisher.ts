import { recordChange } from '../audit/audit.repository.ts';
import type { Publisher } from './publisher.entity.ts';
import { insertPublisher, requirePublisherRow } from './publisher.repository.ts';
import type { CallScope } from './scope.ts';

/** The publisher of that name; where there is none it is made, on record. */
export async function ensurePublisher(
  scope: Pick<CallScope, 'em' | 'actor'> & { requestId?: string },
  name: string,
): Promise<Publisher> {
  if (await insertPublisher(scope.em, name)) {
    recordChange(scope, {
      action: 'publisher.create',
      subjectType: 'publisher',
      subjectId: name,
      after: { name },
    });
  }
  return requirePublisherRow(scope.em, name);
}
