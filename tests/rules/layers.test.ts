import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** Files that break one layer rule each, with what the linter must say. */
const VIOLATIONS = [
  {
    file: 'server/src/features/skills/bad.router.ts',
    code: "export { x } from './skill.repository.ts';\nimport { y } from '@mikro-orm/core';\nexport const z = y;\n",
    says: 'A router holds one line a procedure',
  },
  {
    file: 'server/src/features/skills/bad.service.ts',
    code: "import { sql } from 'kysely';\nexport const q = sql;\n",
    says: 'Services hold no SQL',
  },
  {
    file: 'server/src/features/skills/badHttp.service.ts',
    code: "import express from 'express';\nexport const e = express;\n",
    says: 'Services know no HTTP',
  },
  {
    file: 'server/src/features/skills/bad.repository.ts',
    code: "import { TRPCError } from '@trpc/server';\nexport const e = TRPCError;\n",
    says: 'Queries, tables and views know neither rules nor HTTP',
  },
  {
    file: 'server/src/storage/bad.ts',
    code: "import { x } from '../features/skills/skill.service.ts';\nexport const y = x;\n",
    says: 'The lowest rooms import no feature',
  },
  {
    file: 'server/src/archives/bad.ts',
    code: "import { x } from '../features/publishing/ingest.service.ts';\nexport const y = x;\n",
    says: 'The lowest rooms import no feature',
  },
  {
    file: 'server/src/git/bad.ts',
    code: "import { x } from '../features/publishing/ingest.service.ts';\nexport const y = x;\n",
    says: 'The lowest rooms import no feature',
  },
  {
    file: 'server/src/outbound/bad.ts',
    code: "import { x } from '../features/publishing/ingest.service.ts';\nexport const y = x;\n",
    says: 'The lowest rooms import no feature',
  },
  {
    file: 'server/src/features/versions/bad.ts',
    code: "import { x } from '../ratings/rating.service.ts';\nexport const y = x;\n",
    says: 'The four base features import no other feature',
  },
  {
    file: 'server/src/features/accounts/badReview.ts',
    code: "import { x } from '../moderation/review.service.ts';\nexport const y = x;\n",
    says: 'The four base features import no other feature',
  },
  // One for each override: what a narrower one lists replaces the wider one's list.
  ...['badSearch.ts', 'badSearch.service.ts', 'badSearch.view.ts'].map((name) => ({
    file: `server/src/features/versions/${name}`,
    code: "import { x } from '../search/search.repository.ts';\nexport const y = x;\n",
    says: 'The four base features import no other feature',
  })),
  {
    file: 'server/src/features/skills/badEntity.service.ts',
    code: "import { Skill } from './skill.entity.ts';\nexport const s = Skill;\n",
    says: 'Services query through repositories',
  },
  {
    file: 'server/src/features/versions/bad.service.ts',
    code: "import { sql } from 'kysely';\nexport const q = sql;\n",
    says: 'Services hold no SQL',
  },
  {
    file: 'server/src/features/accounts/bad.repository.ts',
    code: "import { x } from './account.service.ts';\nexport const y = x;\n",
    says: 'Queries, tables and views know neither rules nor HTTP',
  },
  {
    file: 'server/src/storage/bad.repository.ts',
    code: "import express from 'express';\nexport const e = express;\n",
    says: 'Queries, tables and views know neither rules nor HTTP',
  },
  {
    file: 'server/src/features/skills/badEnvironment.ts',
    code: 'export const home = process.env.HOME;\n',
    says: 'process.env',
  },
  {
    file: 'shared/src/format/bad.ts',
    code: "import { readFileSync } from 'node:fs';\nexport const r = readFileSync;\n",
    says: 'it imports nothing from Node',
  },
  {
    file: 'shared/src/client/bad.ts',
    code: "import { appRouter } from '../../../server/src/router.ts';\nexport const r = appRouter;\n",
    says: 'Only types of the server',
  },
  {
    file: 'extension/src/install/bad.ts',
    code: "import * as vscode from 'vscode';\nexport const v = vscode;\n",
    says: 'The terminal command uses this too',
  },
  {
    file: 'server/src/Bad_name.ts',
    code: 'export const x = 1;\n',
    says: 'filename-case',
  },
];

describe('the layer rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'layers-'));
  let told: { filename: string; message: string; help?: string; code?: string }[] = [];

  before(() => {
    cpSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    for (const { file, code } of VIOLATIONS) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), code);
    }
    const run = spawnSync(join(ROOT, 'node_modules/.bin/oxlint'), ['--format=json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(run.status, 1, run.stdout + run.stderr);
    told = JSON.parse(run.stdout).diagnostics;
  });

  after(() => rmSync(folder, { recursive: true }));

  for (const { file, says } of VIOLATIONS) {
    it(`fire on ${file}`, () => {
      const texts = told
        .filter(({ filename }) => filename.endsWith(file))
        .map(({ message, help, code }) => [message, help, code].join(' '));
      assert.ok(
        texts.some((text) => text.includes(says)),
        `expected "${says}" for ${file}, got:\n${texts.join('\n')}`,
      );
    });
  }
});
