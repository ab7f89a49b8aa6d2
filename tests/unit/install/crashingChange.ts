/**
 * A process that changes skills (or, for any other word, recovers) and kills itself after a step: `node crashingChange.ts <folder> <change> <step>`,
 * the step counted from 0. Prints the names of the steps; ends by itself when there is no such step.
 */
import { writeSync } from 'node:fs';
import path from 'node:path';
import {
  openStore,
  recoverInterrupted,
  workspaceRoot,
} from '../../../extension/src/install/index.ts';
import { isChange, runChange } from './crashScenarios.ts';

const [folder = '', change = '', last = ''] = process.argv.slice(2);
const root = workspaceRoot(path.join(folder, 'workspace'));
let count = 0;

function onStep(step: string): void {
  writeSync(1, `${step}\n`);
  if (count === Number(last)) process.kill(process.pid, 'SIGKILL');
  count += 1;
}

if (isChange(change)) await runChange(change, root, openStore(path.join(folder, 'store')), onStep);
else await recoverInterrupted([root], { onStep });
