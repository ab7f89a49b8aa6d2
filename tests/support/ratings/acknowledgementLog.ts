import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** One rating that the server said it has. */
export const Acknowledgement = z.object({ user: z.string(), skill: z.string(), stars: z.number() });
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/** Where a client writes down what was acknowledged; on the disk once `append` resolves, whatever dies then. */
export interface AcknowledgementLog extends AsyncDisposable {
  append(acknowledgement: Acknowledgement): Promise<void>;
}

/** Opens the log of one client in a folder. */
export async function openLog(folder: string, client: number): Promise<AcknowledgementLog> {
  const file = await open(join(folder, `client-${client}.log`), 'a');
  return {
    async append(acknowledgement) {
      await file.appendFile(`${JSON.stringify(acknowledgement)}\n`);
      await file.datasync();
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}

/** Everything that the clients wrote down, read back from the disk. */
export async function readLogs(folder: string): Promise<Acknowledgement[]> {
  const acknowledged: Acknowledgement[] = [];
  for (const name of await readdir(folder)) {
    const lines = (await readFile(join(folder, name), 'utf8')).split('\n');
    for (const line of lines.filter((text) => text !== '')) {
      acknowledged.push(Acknowledgement.parse(JSON.parse(line)));
    }
  }
  return acknowledged;
}
