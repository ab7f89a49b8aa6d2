import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { z } from 'zod';
import { failureOf } from '@skill-marketplace/shared/client';
import type { Connection } from '../connection/connection.ts';
import type { Marketplace } from '../connection/marketplace.ts';

const Report = z.object({
  instanceId: z.string(),
  installId: z.uuid(),
  at: z.number(),
  /** Missing for an uninstall. */
  install: z
    .object({ skillId: z.string(), version: z.string(), target: z.string().max(200) })
    .optional(),
});
type Report = z.infer<typeof Report>;

/** Where something is installed, for finding its id again. */
export interface InstalledPlace {
  instanceId: string;
  /** The root's folder. */
  folder: string;
  /** The key in the lockfile. */
  key: string;
}

const QUEUED = 'report:';
const PLACED = 'installId:';
const KNOWN_AS = 'knownAs:';

/**
 * Tells the marketplace what was installed and uninstalled, after it is so on disk. What cannot be
 * told is kept and told later, in order; the same report twice counts once there.
 */
export class InstallReports {
  readonly #memory: vscode.Memento;
  readonly #log: vscode.LogOutputChannel;
  #sending: Promise<void> = Promise.resolve();

  constructor(memory: vscode.Memento, log: vscode.LogOutputChannel) {
    this.#memory = memory;
    this.#log = log;
  }

  async installed(
    marketplace: Marketplace,
    place: InstalledPlace,
    install: NonNullable<Report['install']>,
  ): Promise<void> {
    const installId = randomUUID();
    await this.#memory.update(placeKey(place), installId);
    await this.#queue({ instanceId: place.instanceId, installId, install, at: Date.now() });
    await this.send(marketplace);
  }

  async uninstalled(connection: Connection, place: InstalledPlace): Promise<void> {
    const installId = this.#memory.get<unknown>(placeKey(place));
    if (typeof installId !== 'string') return;
    await this.#memory.update(placeKey(place), undefined);
    await this.#queue({ instanceId: place.instanceId, installId, at: Date.now() });
    await this.sendLater(connection);
  }

  /** Sends what waits, when the marketplace can be reached. */
  async sendLater(connection: Connection): Promise<void> {
    if (this.#waiting().length === 0) return;
    await connection.marketplace().then(
      (marketplace) => this.send(marketplace),
      () => undefined,
    );
  }

  /** Sends what waits for this marketplace; one call at a time, never rejects. */
  send(marketplace: Marketplace): Promise<void> {
    this.#sending = this.#sending.then(() => this.#sendAll(marketplace));
    return this.#sending;
  }

  async #sendAll(marketplace: Marketplace): Promise<void> {
    if (marketplace.account === 'none' || !marketplace.has('installs')) return;
    for (const [key, report] of this.#waiting()) {
      if (report.instanceId !== marketplace.instanceId) continue;
      try {
        await this.#tell(marketplace, report);
      } catch (error) {
        const reason = failureOf(error)?.reason;
        if (reason === undefined || RETRIED.includes(reason)) return;
        this.#log.warn(`A report was refused (${reason}) and is dropped.`);
      }
      await this.#memory.update(key, undefined);
    }
  }

  async #tell({ client }: Marketplace, { install, installId }: Report): Promise<void> {
    const key = `${KNOWN_AS}${installId}`;
    if (install !== undefined) {
      const told = await client.installs.install.mutate({ ...install, installId });
      // The same version was recorded at this place before: the server keeps that record's id.
      if (told.installId !== installId) await this.#memory.update(key, told.installId);
      return;
    }
    const known = this.#memory.get<unknown>(key);
    await client.installs.uninstall.mutate({
      installId: typeof known === 'string' ? known : installId,
    });
    await this.#memory.update(key, undefined);
  }

  #queue(report: Report): Thenable<void> {
    // One key for each: windows share the memory, and none overwrites another's.
    const kind = report.install === undefined ? 'remove' : 'add';
    return this.#memory.update(`${QUEUED}${report.installId}:${kind}`, report);
  }

  #waiting(): [key: string, report: Report][] {
    return this.#memory
      .keys()
      .filter((key) => key.startsWith(QUEUED))
      .flatMap((key): [string, Report][] => {
        const report = Report.safeParse(this.#memory.get<unknown>(key));
        return report.success ? [[key, report.data]] : [];
      })
      .sort(([, one], [, other]) => one.at - other.at);
  }
}

/** Reasons that pass by themselves, or by a sign-in; a report with another one would wait for ever. */
const RETRIED: readonly string[] = [
  'signed_out',
  'rate_limited',
  'unexpected',
  'upstream_unavailable',
];

function placeKey({ instanceId, folder, key }: InstalledPlace): string {
  return `${PLACED}${instanceId}:${folder}:${key}`;
}
