// What a set of commits means for a version number (semver.org).

/** `major`, `minor`, `patch` or `none`: the largest change among the commits. */
export function changeOf(commits) {
  if (commits.some((commit) => commit.isBreaking)) return 'major';
  if (commits.some(({ type }) => ['feat', 'remove', 'deprecate'].includes(type))) return 'minor';
  if (commits.some(({ type }) => ['fix', 'perf', 'security', 'revert', 'unknown'].includes(type))) return 'patch';
  return 'none';
}

/** The next version, or undefined when `from` is none. Below 1.0.0 a breaking change raises the minor number. */
export function nextVersion(from, change) {
  const numbers = /^v?(\d+)\.(\d+)\.(\d+)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.exec(from);
  if (numbers === null) return undefined;
  const [major, minor, patch] = numbers.slice(1).map(Number);
  if (change === 'none') return `${major}.${minor}.${patch}`;
  if (change === 'major' && major > 0) return `${major + 1}.0.0`;
  if (change === 'major' || change === 'minor') return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}
