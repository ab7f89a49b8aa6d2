import assert from 'node:assert/strict';
import type { InstallPlan } from '@skill-marketplace/shared/contracts';
import { installedRow } from '../../../extension/src/installed/installedRow.ts';
import {
  capabilityText,
  consentText,
  seriousWarnings,
} from '../../../extension/src/installing/capabilityText.ts';
import { installedText, uninstalledText } from '../../../extension/src/installing/installedText.ts';
import type { InstalledSkill, InstallOutcome } from '../../../extension/src/install/index.ts';
import { skillSummary } from './skillSummary.ts';

const HOOK = { kind: 'hook', detail: 'PostToolUse: sh run.sh', path: 'SKILL.md', line: 4 } as const;
const SCRIPT = { kind: 'script', detail: 'python', path: 'scripts/scan.py' } as const;
const NOT_SCANNED = { code: 'not_scanned', message: 'No scanner has looked at it.' } as const;

const PLAN: InstallPlan = {
  skill: skillSummary(),
  version: '1.2.0',
  digest: `sha256:${'0'.repeat(64)}`,
  installName: 'deploy',
  files: [],
  bundleUrl: '/bundles/0.zip',
  capabilities: [HOOK, SCRIPT],
  warnings: [NOT_SCANNED, { code: 'has_capabilities', message: 'Look first.' }],
};

describe('the sheet before an install', () => {
  it('lists every capability as it stands, and what else to know', () => {
    assert.equal(
      consentText(PLAN, PLAN.capabilities, false),
      [
        'What it can do:',
        '• Has a hook: PostToolUse: sh run.sh (SKILL.md, line 4)',
        '• Contains a script: python (scripts/scan.py)',
        '',
        'No scanner has looked at it.',
      ].join('\n'),
    );
  });

  it('says that an update adds them, and how many there are beyond those shown', () => {
    const many = Array.from({ length: 23 }, () => SCRIPT);
    const lines = consentText(PLAN, many, true).split('\n');
    assert.equal(lines[0], 'What this version can do beyond the installed one:');
    assert.equal(lines[21], '… and 3 more, in its details.');
  });

  it('must have been seen when a version was withdrawn or has an advisory', () => {
    const advisory = { code: 'advisory', message: 'Leaks tokens.' } as const;
    assert.deepEqual(seriousWarnings([NOT_SCANNED, advisory]), [advisory]);
  });

  it('leaves the line out where a whole file is meant', () => {
    assert.equal(capabilityText(SCRIPT), 'Contains a script: python (scripts/scan.py)');
  });
});

describe('what is said after a change', () => {
  const outcome: InstallOutcome = {
    key: 'acme:acme/deploy',
    installedTo: ['.agents/skills/deploy', '.claude/skills/deploy'],
    adopted: [],
    kept: [],
    quarantined: [],
  };

  it('names the folders, their readers and that nothing was scanned', () => {
    assert.equal(
      installedText('Deploy', PLAN, outcome, 'Read by Codex.'),
      'Installed Deploy 1.2.0 into .agents/skills/deploy and .claude/skills/deploy. Read by Codex. No scanner has looked at it.',
    );
  });

  it('names what an update left alone', () => {
    const update = {
      ...outcome,
      previousVersion: '1.1.0',
      kept: ['a/SKILL.md'],
      quarantined: ['q'],
    };
    const text = installedText('Deploy', { ...PLAN, warnings: [] }, update, 'Read by Codex.');
    assert.match(text, /^Updated from 1\.1\.0: Deploy 1\.2\.0 into /);
    assert.match(text, /Kept as you changed it: a\/SKILL\.md\. Moved aside to q\.$/);
  });

  it('names what an uninstall left', () => {
    assert.equal(uninstalledText('deploy', []), 'Uninstalled deploy.');
    assert.equal(
      uninstalledText('deploy', ['a', 'b', 'c']),
      'Uninstalled deploy. Kept, since you changed or added them: a, b and c.',
    );
  });
});

describe("an installed skill's row", () => {
  const installed: InstalledSkill = {
    root: { folder: '/w', lockfile: '/w/l', stateFolder: '/w/s' },
    key: 'acme:platform/deploy',
    alias: 'acme',
    reference: 'platform/deploy',
    marketplace: { instanceId: 'i' },
    version: '1.2.0',
    digest: PLAN.digest,
    installName: 'deploy',
    targets: ['.agents/skills'],
    pin: false,
    state: 'intact',
    edited: [],
    missing: [],
  };

  it('says what the disk says', () => {
    assert.equal(installedRow(installed).description, '1.2.0');
    const edited = installedRow({
      ...installed,
      state: 'edited',
      edited: ['x/SKILL.md'],
      pin: true,
    });
    assert.equal(edited.description, '1.2.0 (pinned) · edited');
    assert.match(edited.tooltip, /Edited:\nx\/SKILL\.md$/);
    const missing = Array.from({ length: 7 }, (_, index) => `f${index}`);
    assert.match(
      installedRow({ ...installed, state: 'missing', missing }).tooltip,
      /f4\n… and 2 more$/,
    );
  });

  it('says first what its marketplace has decided, and why', () => {
    const advisory = {
      digest: installed.digest,
      severity: 'high' as const,
      message: 'It sends [files](command:x) away.',
      since: new Date(0),
    };
    const blocked = installedRow(installed, { ...advisory, advisory: 'blocked' });
    assert.deepEqual(
      [blocked.description, blocked.icon, blocked.isGrave],
      ['1.2.0 · blocked', 'error', true],
    );
    assert.match(
      blocked.tooltip,
      /\n\nBlocked by its marketplace, so better uninstalled: It sends \[files\] \(command:x\) away\.$/,
    );
    assert.match(blocked.spoken, /version 1\.2\.0, blocked, as it was installed/);
    const yanked = installedRow(
      { ...installed, state: 'edited' },
      { ...advisory, advisory: 'yanked' },
    );
    assert.deepEqual(
      [yanked.description, yanked.icon, yanked.isGrave],
      ['1.2.0 · withdrawn · edited', 'warning', false],
    );
  });
});
