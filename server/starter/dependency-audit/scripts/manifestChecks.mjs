// What package.json itself tells.

const sections = ['dependencies', 'devDependencies', 'optionalDependencies'];

export function checkManifest({ manifest, lockfile, lockfilesFound, packages, lockedRoot }) {
  const ranges = sections.flatMap((section) => Object.entries(manifest[section] ?? {}).map(([name, range]) => ({ section, name, range: String(range) })));
  const findings = ranges.flatMap((entry) => checkRange(entry));
  if (lockfile === undefined && ranges.length > 0) {
    findings.push(finding('high', 'no-lockfile', 'project', 'installs are not repeatable; commit a lockfile'));
  }
  if (lockfilesFound.length > 1) {
    findings.push(finding('medium', 'several-lockfiles', 'project', `${lockfilesFound.join(', ')}: keep the one of your package manager (only ${lockfile} was read)`));
  }
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    if (name in (manifest.devDependencies ?? {})) findings.push(finding('low', 'listed-twice', name, 'stands in dependencies and devDependencies'));
  }
  if (lockfile !== undefined) findings.push(...checkAgreement(ranges, packages, lockedRoot));
  for (const script of ['preinstall', 'install', 'postinstall']) {
    if (manifest.scripts?.[script] !== undefined) findings.push(finding('low', 'own-install-script', script, 'runs on every install of this project'));
  }
  return findings;
}

function checkRange({ section, name, range }) {
  const weight = section === 'devDependencies' ? 'medium' : 'high';
  if (/^(git[+:]|git@|github:|gitlab:|bitbucket:|[\w.-]+\/[\w.-]+(#|$))/.test(range)) {
    const pinned = /#[0-9a-f]{40}$/.test(range);
    return [finding(pinned ? 'low' : weight, 'git-dependency', name, `${range}${pinned ? '' : ' is not pinned to a full commit'}`)];
  }
  if (/^http:/.test(range)) return [finding('high', 'insecure-source', name, `${range} is fetched without encryption`)];
  if (/^https:/.test(range)) return [finding('medium', 'address-dependency', name, `${range} comes from outside the registry`)];
  if (/^(\*|x|latest|next|)$/i.test(range.trim())) return [finding(weight, 'open-range', name, `"${range}" accepts any version`)];
  if (/^>=?\s*\d/.test(range) && !range.includes('<')) return [finding('medium', 'open-range', name, `"${range}" accepts every later major version`)];
  return [];
}

/** A lockfile that does not know a dependency was not committed together with package.json. */
function checkAgreement(ranges, packages, lockedRoot) {
  const locked = new Set(packages.map((entry) => entry.name));
  return ranges.flatMap(({ section, name, range }) => {
    if (/^(workspace|link|file|portal|catalog|npm):/.test(range) || section === 'optionalDependencies') return [];
    const lockedRange = lockedRoot?.[section]?.[name];
    if (lockedRoot !== undefined && lockedRange !== range) {
      return [finding('high', 'lockfile-out-of-date', name, `package.json says ${range}, the lockfile ${lockedRange ?? 'nothing'}`)];
    }
    return locked.has(name) ? [] : [finding('high', 'lockfile-out-of-date', name, `${range} is not in the lockfile`)];
  });
}

function finding(severity, rule, subject, detail) {
  return { severity, rule, subject, detail };
}
