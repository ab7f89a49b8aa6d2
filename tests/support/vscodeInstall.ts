import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Availability } from './availability.ts';

// The npm package code-server holds a whole VS Code server build (1.139.1), so a real VS Code needs
// nothing but the npm registry: no download from Microsoft, no compiler, no install script.
const CODE_SERVER = '4.139.1';
const INSTALL_TIMEOUT_MS = 10 * 60_000;

const run = promisify(execFile);

let installing: Promise<Availability> | undefined;

/**
 * Where VS Code's server build is, installed into the user's cache the first time (about 12 s and
 * 600 MB): the folder that holds `out/server-main.js`.
 */
export function installVsCode(): Promise<Availability> {
  installing ??= findOrInstall();
  return installing;
}

async function findOrInstall(): Promise<Availability> {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    return {
      reason: `the VS Code for tests runs on Linux x64 and arm64 only, and this is ${process.platform} ${process.arch} (\`pnpm test:desktop\` runs the suite in a VS Code of its own)`,
    };
  }
  const cache = join(
    process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
    'skill-marketplace',
    'vscode-host',
  );
  // The name is the stamp: the folder appears under it only when it is complete.
  const home = join(cache, `code-server-${CODE_SERVER}-${process.arch}`);
  const path = join(home, 'node_modules', 'code-server', 'lib', 'vscode');
  if (existsSync(home)) return { path };
  process.stderr.write('Installing VS Code for tests (once; about 600 MB)…\n');
  try {
    await install(cache, home);
    return { path };
  } catch (error) {
    return {
      reason: `the VS Code for tests could not be installed: ${firstLine(error)}`,
    };
  }
}

async function install(cache: string, home: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const aside = await mkdtemp(join(cache, 'installing-'));
  try {
    const build = join(aside, 'node_modules', 'code-server', 'lib', 'vscode');
    await writeFile(join(aside, 'package.json'), '{ "name": "vscode-host", "private": true }\n');
    await npmInstall(aside, [`code-server@${CODE_SERVER}`]);
    await npmInstall(build, ['--omit=dev']);
    await run(process.execPath, [join(build, 'out', 'server-main.js'), '--version']);
    await rename(aside, home);
  } catch (error) {
    // Another run may have been first; its folder is as good as ours.
    if (!existsSync(home)) throw error;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function npmInstall(folder: string, args: readonly string[]): Promise<void> {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', ...quiet, '--prefix', folder, ...args], {
    cwd: folder,
    env: npmEnvironment(),
    timeout: INSTALL_TIMEOUT_MS,
  });
}

/**
 * Our environment without what npx and pnpm put there for the project they run in; how to reach the
 * registry stays.
 */
function npmEnvironment(): NodeJS.ProcessEnv {
  const connection =
    /^npm_config_(registry|userconfig|globalconfig|cache|cafile|strict_ssl|\w*proxy)$/i;
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || connection.test(name)),
  );
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 2).join(' ').trim();
}
