import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { watchFolder } from '../../../extension/src/connection/watchFolder.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('watchFolder', () => {
  it('tells of a folder that comes later, and of what is written in it', async () => {
    await using state = await temporaryFolder('watch');
    const folder = join(state.path, 'skill-marketplace', 'servers');
    let changed = Promise.withResolvers<void>();
    const watch = watchFolder(folder, () => changed.resolve(), 10);
    try {
      await mkdir(folder, { recursive: true });
      await changed.promise;
      changed = Promise.withResolvers<void>();
      await writeFile(join(folder, 'one.json'), '{}');
      await changed.promise;
    } finally {
      watch.dispose();
    }
  });
});
