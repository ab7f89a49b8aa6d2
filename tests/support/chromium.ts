import { execFile } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { pathOf, type Availability } from './availability.ts';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
// A browser without fonts draws boxes, and the screenshots could not be looked at.
const PACKAGES = ['chromium', 'fonts-dejavu-core'];

const run = promisify(execFile);

let finding: Promise<Availability> | undefined;

/** Where Chromium is; on Debian, as root, it is installed by apt when it is missing. */
export function findChromium(): Promise<Availability> {
  finding ??= findOrInstall();
  return finding;
}

/**
 * Starts a headless Chromium that reaches nothing but the loopback address; throws one sentence
 * where there is none.
 */
export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath: pathOf(await findChromium()),
    args: [
      ...(isRoot() ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
}

async function findOrInstall(): Promise<Availability> {
  const found = onPath();
  if (found !== undefined) return { path: found };
  const missing = 'there is no Chromium on this machine';
  if (!isDebian() || !isRoot()) {
    return { reason: `${missing}, and only on Debian as root can the tests install it` };
  }
  process.stderr.write('Installing Chromium by apt…\n');
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update'], { env, maxBuffer: Infinity });
    const install = ['install', '--yes', '--no-install-recommends', ...PACKAGES];
    await run('apt-get', install, { env, maxBuffer: Infinity });
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n', 1).join('') : String(error);
    return { reason: `${missing}, and apt could not install it: ${why}` };
  }
  const installed = onPath();
  return installed === undefined ? { reason: missing } : { path: installed };
}

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  // Debian's place, for a PATH that has been cut down.
  return [...folders, '/usr/bin']
    .flatMap((folder) => PROGRAMS.map((program) => join(folder, program)))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isDebian(): boolean {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
