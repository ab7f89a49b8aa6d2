import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { InstallPlan, SkillSummary } from '@skill-marketplace/shared/contracts';
import { canonicalManifest, comparePaths } from '@skill-marketplace/shared/format';
import { openStore, workspaceRoot } from '../../../extension/src/install/index.ts';
import type {
  ContentStore,
  InstallRoot,
  MarketplaceIdentity,
} from '../../../extension/src/install/index.ts';
import { writeStoredZip } from './storedZipWriter.ts';

/** Files by path; content that begins with `#!` is executable. */
export type Files = Readonly<Record<string, string>>;

/** The marketplace that the fixtures come from. */
export const ACME: MarketplaceIdentity = {
  instanceId: '11111111-1111-4111-8111-111111111111',
  url: 'https://skills.acme.example',
  name: 'Acme',
};

/** What plays no part in an install. */
const SUMMARY: Omit<SkillSummary, 'reference' | 'publisher' | 'name' | 'latestVersion'> = {
  id: '22222222-2222-4222-8222-222222222222',
  displayName: 'Deploy',
  description: 'A skill.',
  author: 'Acme',
  category: 'other',
  tags: [],
  skillType: 'prompt_only',
  averageRating: 0,
  ratingCount: 0,
  verifiedRatingCount: 0,
  installCount: 0,
  status: 'active',
  source: 'local',
  createdAt: new Date(0),
  updatedAt: new Date(0),
};

/** A plan and its bundle, as a server would answer for a skill of these files. */
export function makeSkill(
  files: Files,
  given: { version?: string; reference?: string; installName?: string } = {},
): { plan: InstallPlan; bundle: Buffer } {
  const { version = '1.0.0', reference = 'platform/deploy', installName = 'deploy' } = given;
  const sorted = Object.entries(files).sort(([one], [other]) => comparePaths(one, other));
  const list = sorted.map(([name, text]) => ({
    path: name,
    size: Buffer.byteLength(text),
    sha256: hash(text),
    executable: text.startsWith('#!'),
  }));
  const digest = `sha256:${hash(canonicalManifest(list))}`;
  const [publisher = '', name = ''] = reference.split('/');
  const plan: InstallPlan = {
    skill: { ...SUMMARY, reference, publisher, name, latestVersion: version },
    version,
    digest,
    installName,
    files: list,
    bundleUrl: `/bundles/${digest.slice(7)}.zip`,
    capabilities: [],
    warnings: [],
  };
  const bundle = writeStoredZip(sorted.map(([entry, text]) => [entry, Buffer.from(text)]));
  return { plan, bundle };
}

/** A workspace, a store and what lies outside, in one temporary folder that goes with the scope. */
export interface Sandbox extends AsyncDisposable {
  folder: string;
  workspace: string;
  root: InstallRoot;
  store: ContentStore;
}

/** Makes a sandbox with an empty workspace. */
export async function makeSandbox(): Promise<Sandbox> {
  const folder = await mkdtemp(path.join(tmpdir(), 'install-'));
  const workspace = path.join(folder, 'workspace');
  await mkdir(workspace);
  return {
    folder,
    workspace,
    root: workspaceRoot(workspace),
    store: openStore(path.join(folder, 'store')),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Writes files below a folder. */
export async function writeTree(folder: string, files: Files): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    await chmod(file, text.startsWith('#!') ? 0o755 : 0o644);
  }
}

/** Every file below a folder with its text (`*` before it when executable), and every empty folder as `name/`. */
export async function readTree(folder: string): Promise<Record<string, string>> {
  const tree: Record<string, string> = {};
  for (const found of (await readdir(folder, { recursive: true })).sort()) {
    const place = path.join(folder, found);
    const name = found.replaceAll(path.sep, '/');
    const stats = await stat(place);
    if (stats.isDirectory()) {
      if ((await readdir(place)).length === 0) tree[`${name}/`] = '';
    } else {
      const runs = process.platform !== 'win32' && (stats.mode & 0o100) !== 0;
      tree[name] = `${runs ? '*' : ''}${await readFile(place, 'utf8')}`;
    }
  }
  return tree;
}

/** The tree without the lockfile, for tests of what agents see. */
export async function readSkills(workspace: string): Promise<Record<string, string>> {
  const { 'skill-marketplace.lock.json': _lockfile, ...tree } = await readTree(workspace);
  return tree;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
