import type { Client } from 'pg';
import { connect, type Connection } from './connection.ts';
import type { DatabaseAddress } from './orm.ts';

/** The channel on which the database says that a skill is no longer seen by some who saw it (a trigger on `skills`). */
const CHANNEL = 'skill_marketplace_hidden';
/** What a server says there itself, to hear whether it hears. */
const BEAT = 'beat';
const BEAT_MS = 5000;
/** So long after the last word nothing counts as heard: a beat and what a busy machine may be late. */
const DEAF_AFTER_MS = 3 * BEAT_MS;

/** What servers over one database learn of each other's changes once these are committed. */
export interface News {
  /** False while changes may happen unheard: what one keeps then may no longer hold. */
  isHeard(): boolean;
  /** Calls back when skills are hidden, and when they may have been while nothing was heard. */
  onHidden(listener: () => void): void;
}

/** For what hears nothing, and so keeps nothing. */
export const NO_NEWS: News = { isHeard: () => false, onHidden: () => {} };

/** News while they are heard; disposing ends that. */
export interface HeardNews extends News, AsyncDisposable {}

/**
 * Listens on a connection of its own; one that is lost is opened anew with the next beat. Nothing is heard behind
 * a pooler that shares connections between transactions, which the beats tell.
 */
export async function hearNews(address: DatabaseAddress): Promise<HeardNews> {
  const listener = new Listener(address);
  await listener.beat();
  const timer = setInterval(() => void listener.beat(), BEAT_MS);
  timer.unref();
  return {
    isHeard: () => listener.isHeard(),
    onHidden: (callback) => listener.callbacks.push(callback),
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await listener.stop();
    },
  };
}

class Listener {
  readonly callbacks: (() => void)[] = [];
  readonly #address: DatabaseAddress;
  #connection: Connection | undefined;
  #heardAt = Number.NEGATIVE_INFINITY;
  #beating: Promise<void> | undefined;
  #isStopped = false;

  constructor(address: DatabaseAddress) {
    this.#address = address;
  }

  isHeard(): boolean {
    return performance.now() - this.#heardAt < DEAF_AFTER_MS;
  }

  /** Says something, to be heard; a beat that hangs is not joined by others. */
  beat(): Promise<void> {
    this.#beating ??= this.#beat().finally(() => (this.#beating = undefined));
    return this.#beating;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#lose();
    await this.#beating;
  }

  async #beat(): Promise<void> {
    try {
      const { client } = this.#connection ?? (await this.#open());
      await client.query(`select pg_notify($1, $2)`, [CHANNEL, BEAT]);
    } catch {
      // The database is not there, which whoever asks it hears; the next beat tries again.
      this.#lose();
    }
    // One's own word comes before the answer: a pooler has given it to another connection.
    if (!this.isHeard()) this.#lose();
  }

  async #open(): Promise<Connection> {
    // A pooler without a free place, or a database that froze, keeps neither a start nor a stop waiting.
    const connection = await connect(this.#address, 'news', BEAT_MS);
    const { client } = connection;
    this.#connection = connection;
    client.on('notification', ({ payload }) => this.#hear(client, payload));
    client.on('end', () => {
      if (this.#connection?.client === client) this.#lose();
    });
    await client.query(`listen ${CHANNEL}`);
    if (this.#isStopped) await connection[Symbol.asyncDispose]();
    return connection;
  }

  #hear(client: Client, payload: string | undefined): void {
    const isLate = this.#connection !== undefined && this.#connection.client !== client;
    if (this.#isStopped || isLate) return;
    // What was hidden before the first word of a connection was not heard.
    const wasDeaf = !this.isHeard();
    this.#heardAt = performance.now();
    if (wasDeaf || payload !== BEAT) this.#tell();
  }

  #lose(): void {
    const lost = this.#connection;
    this.#connection = undefined;
    this.#heardAt = Number.NEGATIVE_INFINITY;
    this.#tell();
    lost?.client.end().catch(() => {});
  }

  #tell(): void {
    for (const callback of this.callbacks) callback();
  }
}
