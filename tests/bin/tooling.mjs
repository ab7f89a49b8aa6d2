// Plain JavaScript on purpose: it must run on a Node that cannot read the TypeScript sources.
import process from 'node:process';
import { requireNode } from '../../server/bin/nodeVersion.mjs';

/** Ends the process with one sentence when this Node is too old for the tests and the demo. */
export function requireToolingNode() {
  requireNode();
  // The sources of the tests use `await using`, which Node has since 24.
  if (Number(process.versions.node.split('.')[0]) >= 24) return;
  process.stderr.write(
    `The tests and the demo need Node 24 or later on this platform; this is Node ${process.versions.node}. Install it from https://nodejs.org and try again.\n`,
  );
  process.exit(1);
}
