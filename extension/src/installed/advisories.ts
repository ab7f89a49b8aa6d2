import * as vscode from 'vscode';
import type { Advisory } from '@skill-marketplace/shared/contracts';
import type { Connection } from '../connection/connection.ts';
import type { Marketplace } from '../connection/marketplace.ts';
import type { InstalledIndex } from './installedIndex.ts';

/** Digests of one question: it stands in an address, which proxies keep short. */
const AT_ONCE = 50;

/** What the marketplace has to say about installed versions, asked when one connects and when something is installed. */
export class Advisories implements vscode.Disposable {
  readonly #connection: Connection;
  readonly #installed: InstalledIndex;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  #marketplace: Marketplace | undefined;
  #isWanted = false;
  #byDigest: ReadonlyMap<string, Advisory> = new Map();

  readonly onDidChange = this.#changed.event;

  constructor(connection: Connection, installed: InstalledIndex) {
    this.#connection = connection;
    this.#installed = installed;
    this.#subscriptions = [
      this.#changed,
      // What was said stays until another answer: a marketplace that is away takes no warning back.
      connection.onDidChange(() => {
        this.#marketplace = undefined;
        this.#isWanted = false;
      }),
      connection.onDidConnect((marketplace) => {
        this.#marketplace = marketplace;
        void this.#ask(marketplace);
      }),
      installed.onDidChange(() => {
        if (this.#marketplace !== undefined) void this.#ask(this.#marketplace);
      }),
    ];
  }

  /** What to know of those bytes. */
  of(digest: string): Advisory | undefined {
    return this.#byDigest.get(digest);
  }

  /** Looks for the marketplace once when nothing else has: a screen of installed skills needs no other one open. */
  async want(): Promise<void> {
    if (this.#isWanted || this.#marketplace !== undefined) return;
    this.#isWanted = true;
    if ((await this.#installed.skills()).length === 0) return;
    // One that does not answer says so elsewhere.
    await this.#connection.marketplace().catch(() => undefined);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #ask(marketplace: Marketplace): Promise<void> {
    if (!marketplace.has('advisories')) return;
    const skills = await this.#installed.skills();
    const own = skills.filter((skill) => skill.marketplace?.instanceId === marketplace.instanceId);
    const digests = [...new Set(own.map(({ digest }) => digest))];
    try {
      const told = await Promise.all(
        chunks(digests).map((some) => marketplace.client.advisories.check.query({ digests: some })),
      );
      if (this.#marketplace !== marketplace) return;
      this.#byDigest = new Map(told.flat().map((advisory) => [advisory.digest, advisory]));
    } catch {
      // A marketplace that does not answer says so elsewhere.
      return;
    }
    this.#changed.fire();
  }
}

function chunks(digests: readonly string[]): string[][] {
  const count = Math.ceil(digests.length / AT_ONCE);
  return Array.from({ length: count }, (_, at) => digests.slice(at * AT_ONCE, (at + 1) * AT_ONCE));
}
