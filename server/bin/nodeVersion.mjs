// Plain JavaScript on purpose: it must run on a Node that cannot read the TypeScript sources.

/** The oldest Node that runs the sources as they are. */
const OLDEST = [22, 19];

/** Says in one sentence why this Node is too old, or nothing when it will do. */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  return `Skill Marketplace needs Node ${OLDEST.join('.')} or later to run on this platform; this is Node ${version}. Install it from https://nodejs.org and try again.`;
}

/** Ends the process with that sentence when this Node is too old. */
export function requireNode() {
  const problem = nodeProblem(process.versions.node);
  if (problem === undefined) return;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
