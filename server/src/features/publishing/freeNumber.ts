import semver from 'semver';

/** The number asked for, or the first free patch after it; a prerelease stays one. */
export function freeNumber(wanted: string, taken: ReadonlySet<string>): string {
  const part = semver.prerelease(wanted) === null ? 'patch' : 'prerelease';
  let number = wanted;
  while (taken.has(number)) {
    const next = semver.inc(number, part);
    if (next === null) throw new Error(`${number} is no semantic version`);
    number = next;
  }
  return number;
}

/** The highest number taken above another, and the first free one after it; `undefined` where none is higher. */
export function newestAbove(
  number: string,
  taken: ReadonlySet<string>,
): { version: string; free: string } | undefined {
  const [highest] = [...taken].sort(semver.rcompare);
  if (highest === undefined || semver.lt(highest, number)) return undefined;
  return { version: highest, free: freeNumber(highest, taken) };
}
