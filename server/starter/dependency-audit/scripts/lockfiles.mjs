// Reads the packages that a lockfile names. Each reader throws an Error that says what is wrong.

/** package-lock.json and npm-shrinkwrap.json, versions 2 and 3. */
export function readPackageLock(text) {
  const lock = JSON.parse(text);
  if (typeof lock.packages !== 'object' || lock.packages === null) {
    throw new Error(`lockfile version ${lock.lockfileVersion ?? 1} is not supported; npm 7 or newer rewrites it with: npm install --package-lock-only`);
  }
  const packages = Object.entries(lock.packages)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.link && !entry.inBundle)
    .map(([path, entry]) => ({
      name: entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version ?? '',
      path,
      resolved: entry.resolved,
      integrity: entry.integrity,
      licence: typeof entry.license === 'string' ? entry.license : undefined,
      dev: entry.dev === true || entry.devOptional === true,
      installScript: entry.hasInstallScript === true,
      deprecated: entry.deprecated,
      expectsIntegrity: true,
    }));
  return { packages, root: lock.packages[''] };
}

/** pnpm-lock.yaml, versions 6 and 9: the entries of `packages:`, which stand two spaces in. */
export function readPnpmLock(text) {
  if (!/^lockfileVersion:/m.test(text)) throw new Error('it names no lockfileVersion');
  const packages = [];
  let inPackages = false;
  for (const line of text.split(/\r?\n/)) {
    if (/^\S/.test(line)) inPackages = line.startsWith('packages:');
    if (!inPackages) continue;
    const key = /^ {2}'?\/?((?:@[^/@\s]+\/)?[^/@\s]+)@([^:('\s]+(?::[^('\s]+)?)(?:\(.*\))?'?:\s*$/.exec(line);
    if (key !== null) {
      packages.push({ name: key[1], version: key[2], expectsIntegrity: true });
      continue;
    }
    const current = packages.at(-1);
    const field = /^ {4}(resolution|deprecated|requiresBuild|dev): *(.*)$/.exec(line);
    if (current !== undefined && field !== null) addPnpmField(current, field[1], field[2]);
  }
  return { packages };
}

function addPnpmField(entry, key, value) {
  if (key === 'deprecated') entry.deprecated = value.replace(/^['"]|['"]$/g, '');
  if (key === 'requiresBuild') entry.installScript = value === 'true';
  if (key === 'dev') entry.dev = value === 'true';
  if (key === 'resolution') {
    entry.integrity = /integrity: ([^,}\s]+)/.exec(value)?.[1];
    const repository = /(?:^|[{ ])repo: ([^,}\s]+)/.exec(value)?.[1];
    entry.resolved = /tarball: ([^,}\s]+)/.exec(value)?.[1] ?? (repository === undefined ? undefined : `git+${repository}`);
  }
}

/** yarn.lock of Yarn 1 and of Yarn 2 or newer. */
export function readYarnLock(text) {
  const packages = [];
  for (const block of text.split(/\r?\n(?=\S)/)) {
    const key = /^"?(@?[^@"\s]+)@/.exec(block);
    const version = /^ {2}version:? "?([^"\s]+)"?/m.exec(block)?.[1];
    if (key === null || version === undefined || /@(workspace|portal|link):/.test(block)) continue;
    const resolved = /^ {2}resolved "?([^"\s]+)"?/m.exec(block)?.[1];
    const integrity = /^ {2}(?:integrity|checksum:) "?([^"\s]+)"?/m.exec(block)?.[1];
    packages.push({ name: key[1], version, resolved, integrity, expectsIntegrity: true });
  }
  if (packages.length === 0 && text.trim() !== '' && !/yarn lockfile|__metadata/.test(text)) throw new Error('it is not a yarn lockfile');
  return { packages };
}
