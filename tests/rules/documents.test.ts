import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { VARIABLES } from '../../server/src/config.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'];
const Manifest = z.object({ scripts: z.record(z.string(), z.string()) });

/** What pnpm itself understands without a script. */
const PNPM_COMMANDS = ['install', 'exec'];

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('the documents', () => {
  const { scripts } = Manifest.parse(JSON.parse(read('package.json')));

  for (const document of DOCUMENTS) {
    it(`${document} names only commands that exist`, () => {
      const named = [...read(document).matchAll(/pnpm@12 ([a-z][a-z:-]*)/g)].map(
        ([, script]) => script ?? '',
      );
      assert.ok(named.length > 0 || document === 'ARCHITECTURE.md', 'it names no command');
      assert.deepEqual(
        named.filter((script) => !(script in scripts) && !PNPM_COMMANDS.includes(script)),
        [],
      );
    });

    it(`${document} links only to files that exist`, () => {
      const links = [...read(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
        ([, path]) => path ?? '',
      );
      assert.deepEqual(
        links.filter((path) => !existsSync(join(ROOT, dirname(document), path))),
        [],
      );
    });
  }

  it('the README lists exactly the variables that the server reads', () => {
    const [, section = ''] = /## Configuration\n([\s\S]*?)\n## /.exec(read('README.md')) ?? [];
    const listed = [...section.matchAll(/^\| `([A-Z_`, ]+)` \|/gm)].flatMap(([, names]) =>
      (names ?? '').split('`, `'),
    );
    assert.deepEqual(listed.sort(), [...VARIABLES].sort());
  });

  it('ARCHITECTURE.md has at most 150 lines, and names every room that exists', () => {
    const text = read('ARCHITECTURE.md');
    assert.ok(text.split('\n').length <= 150);
    const rooms = [...text.matchAll(/`((?:server|shared|extension|tests)\/[A-Za-z/]+\/?)`/g)].map(
      ([, path]) => path ?? '',
    );
    assert.deepEqual(
      rooms.filter((path) => !existsSync(join(ROOT, path))),
      [],
    );
  });

  it('no registry host stands in the lockfile or a configuration file', () => {
    for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) {
      assert.doesNotMatch(read(file), /https?:\/\/[^\s"']*(?:registry|mirror|\.tgz)/i, file);
    }
  });
});
