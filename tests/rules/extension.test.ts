import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { COMMANDS, SETTINGS, SETTINGS_SECTION, VIEWS } from '../../extension/src/ids.ts';
import { buildExtension } from '../support/extensionBuild.ts';

const ROOT = resolve(import.meta.dirname, '../../extension');

const Command = z.object({
  command: z.string(),
  title: z.string(),
  category: z.string().optional(),
});
const MenuItem = z.object({ command: z.string().optional(), when: z.string().optional() });
const Manifest = z.object({
  name: z.string(),
  publisher: z.string(),
  displayName: z.string(),
  extensionKind: z.array(z.string()),
  contributes: z.object({
    commands: z.array(Command),
    views: z.record(z.string(), z.array(z.object({ id: z.string() }))),
    menus: z.record(z.string(), z.array(MenuItem)),
    configuration: z.object({ properties: z.record(z.string(), z.object({ scope: z.string() })) }),
  }),
});

/** What the contract calls the commands in the palette. */
const PALETTE = {
  [COMMANDS.search]: 'Skills: Search…',
  [COMMANDS.install]: 'Skills: Install…',
  [COMMANDS.uninstall]: 'Skills: Uninstall…',
  [COMMANDS.rate]: 'Skills: Rate…',
  [COMMANDS.refresh]: 'Skills: Refresh',
  [COMMANDS.signIn]: 'Skills: Sign In',
  [COMMANDS.signOut]: 'Skills: Sign Out',
  [COMMANDS.connect]: 'Skills: Connect to a Marketplace…',
};

describe("the extension's manifest", () => {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  const { commands, views, menus, configuration } = manifest.contributes;

  it('is skill-marketplace.skill-marketplace, and runs where the files are', () => {
    assert.equal(`${manifest.publisher}.${manifest.name}`, 'skill-marketplace.skill-marketplace');
    assert.equal(manifest.displayName, 'Skill Marketplace');
    assert.deepEqual(manifest.extensionKind, ['workspace']);
  });

  it('declares exactly the commands that the code registers', () => {
    assert.deepEqual(
      sorted(commands.map(({ command }) => command)),
      sorted(Object.values(COMMANDS)),
    );
  });

  it('titles the commands as the contract does', () => {
    const titles = commands.map(({ command, category, title }) => [
      command,
      `${category ?? ''}: ${title}`,
    ]);
    const inContract = titles.filter(([command]) => command !== undefined && command in PALETTE);
    assert.deepEqual(Object.fromEntries(inContract), PALETTE);
  });

  it('declares exactly the views and settings that the code uses', () => {
    assert.deepEqual(
      sorted(Object.values(views).flatMap((list) => list.map(({ id }) => id))),
      sorted(Object.values(VIEWS)),
    );
    const settings = Object.values(SETTINGS).map((name) => `${SETTINGS_SECTION}.${name}`);
    assert.deepEqual(sorted(Object.keys(configuration.properties)), sorted(settings));
    assert.equal(
      configuration.properties[`${SETTINGS_SECTION}.${SETTINGS.server}`]?.scope,
      'machine',
    );
  });

  it('puts only its own commands into menus', () => {
    const ids = Object.values(menus).flatMap((items) =>
      items.flatMap(({ command }) => command ?? []),
    );
    const own: readonly string[] = Object.values(COMMANDS);
    assert.deepEqual(
      ids.filter((id) => !own.includes(id)),
      [],
    );
  });
});

describe("the extension's bundle", () => {
  it('holds no server code', async function () {
    this.timeout(60_000);
    await buildExtension();
    const bundle = readFileSync(join(ROOT, 'dist/extension.cjs'), 'utf8');
    for (const mark of [
      'mikro-orm',
      'kysely',
      'createExpressMiddleware',
      'server/src/',
      'pg_advisory',
    ]) {
      assert.ok(!bundle.includes(mark), `it holds ${mark}`);
    }
  });
});

function sorted(texts: readonly string[]): string[] {
  return texts.toSorted((a, b) => (a < b ? -1 : 1));
}
