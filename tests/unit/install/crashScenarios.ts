import { installSkill, uninstallSkill } from '../../../extension/src/install/index.ts';
import type { ContentStore, InstallRoot } from '../../../extension/src/install/index.ts';
import { ACME, makeSkill } from './skillFixture.ts';

/** The changes that are interrupted at each of their steps; a merge is an update around edited files. */
export const CHANGES = ['install', 'swap', 'merge', 'quarantine', 'uninstall'] as const;
/** The name of a change. */
export type Change = (typeof CHANGES)[number];

/** True when the text names a change. */
export function isChange(text: string): text is Change {
  return CHANGES.some((change) => change === text);
}

const TARGETS = ['.agents/skills', '.claude/skills'];
export const FIRST = { 'SKILL.md': 'first', 'lib/a.txt': 'a1', 'run.sh': '#!/bin/sh\n1' };
const SECOND = { 'SKILL.md': 'second', 'lib/c.txt': 'c2', 'run.sh': '#!/bin/sh\n2' };

/** Brings a root to the state before the change, without the person's files. */
export async function prepareChange(
  change: Change,
  root: InstallRoot,
  store: ContentStore,
): Promise<void> {
  if (change === 'install' || change === 'quarantine') return;
  const first = makeSkill(FIRST);
  await installSkill({ ...first, root, store, targets: TARGETS, marketplace: ACME });
}

/** Makes the change, telling each step. */
export async function runChange(
  change: Change,
  root: InstallRoot,
  store: ContentStore,
  onStep: (step: string) => void,
): Promise<void> {
  if (change === 'uninstall') {
    await uninstallSkill({ root, key: 'acme:platform/deploy', onStep });
    return;
  }
  const skill = makeSkill(SECOND, { version: '2.0.0' });
  const mode = { quarantine: change === 'quarantine' };
  await installSkill({ ...skill, root, store, targets: TARGETS, marketplace: ACME, mode, onStep });
}
