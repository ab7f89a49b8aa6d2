// Reads a project: package.json, the lockfile, and the licences of what is installed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPackageLock, readPnpmLock, readYarnLock } from './lockfiles.mjs';

const lockfiles = [
  { name: 'package-lock.json', read: readPackageLock },
  { name: 'npm-shrinkwrap.json', read: readPackageLock },
  { name: 'pnpm-lock.yaml', read: readPnpmLock },
  { name: 'yarn.lock', read: readYarnLock },
];

/** The project cannot be read; the message says why, for the user. */
export class ProjectError extends Error {}

/** `{ manifest, lockfile?, lockfilesFound, packages, lockedRoot? }`; packages are `{ name, version, resolved?, integrity?, licence?, dev?, installScript?, deprecated? }`. */
export function readProject(folder) {
  const manifestPath = join(folder, 'package.json');
  if (!existsSync(manifestPath)) throw new ProjectError(`${manifestPath} does not exist`);
  const manifest = parseJson(manifestPath);
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) throw new ProjectError(`${manifestPath} holds no object`);
  const found = lockfiles.filter(({ name }) => existsSync(join(folder, name)));
  if (found.length === 0) return { manifest, lockfilesFound: [], packages: [] };
  const [{ name, read }] = found;
  const lock = readLock(join(folder, name), read);
  const pnpmFolders = pnpmFoldersOf(folder);
  const packages = lock.packages.map((entry) => ({ ...entry, licence: entry.licence ?? installedLicence(folder, pnpmFolders, entry) }));
  return { manifest, lockfile: name, lockfilesFound: found.map((file) => file.name), packages, lockedRoot: lock.root };
}

function readLock(path, read) {
  try {
    return read(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ProjectError(`${path}: ${error.message}`, { cause: error });
  }
}

function installedLicence(folder, pnpmFolders, { name, version, path }) {
  const pnpmFolder = pnpmFolders.get(`${name.replace('/', '+')}@${version}`);
  const places = [path, pnpmFolder && `node_modules/.pnpm/${pnpmFolder}/node_modules/${name}`, `node_modules/${name}`];
  for (const place of places) {
    if (place === undefined) continue;
    const file = join(folder, place, 'package.json');
    if (!existsSync(file)) continue;
    const installed = parseJson(file);
    if (installed.version === version) return licenceOf(installed);
  }
  return undefined;
}

/** pnpm adds the peers to a folder's name after an underscore (`name@1.0.0_peer@2.0.0`); the package is the same. */
function pnpmFoldersOf(folder) {
  const store = join(folder, 'node_modules/.pnpm');
  if (!existsSync(store)) return new Map();
  return new Map(readdirSync(store).map((entry) => [/^.[^@]*@[^_(]*/.exec(entry)?.[0] ?? entry, entry]));
}

/** Old packages write `{ type }` or a list of licences. */
function licenceOf({ license, licenses }) {
  const written = license ?? licenses;
  if (typeof written === 'string') return written;
  const types = [written].flat().map((entry) => entry?.type).filter((type) => typeof type === 'string');
  return types.length === 0 ? 'NONE' : types.join(' OR ');
}

function parseJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ProjectError(`${path}: ${error.message}`, { cause: error });
  }
}
