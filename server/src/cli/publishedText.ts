import type { PublishResult } from '@skill-marketplace/shared/contracts';
import { toldOf } from '../features/publishing/toldDiagnostics.ts';

/** Says to a person what was published, then line by line what was repaired and left out. */
export function publishedText(published: PublishResult): string {
  const { outcome, reference, version, availability, diagnostics } = published;
  if (outcome === 'unchanged') return `${reference} ${version} has these very files already.\n`;
  const state = availability === 'held' ? ' It waits for review.' : '';
  const told = toldOf(diagnostics).map((sentence) => `  ${sentence}\n`);
  return `Published ${reference} ${version}.${state}\n${told.join('')}`;
}
