import type { ServerInfo, ServerRegistration } from '@skill-marketplace/shared/contracts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { toFailure } from '../failures/failure.ts';
import { originOf } from './address.ts';
import { askInfo, clientOf } from './marketplace.ts';
import { isProof, newNonce } from './proof.ts';
import type { TokenSource } from './tokenSource.ts';

/** A proof is trusted for this long: another program may take the port once the server has stopped. */
export const PROOF_LASTS_MS = 5_000;

/** The token of a local marketplace's owner: given only while the last proof is fresh. */
export class OwnerToken implements TokenSource {
  readonly #registration: ServerRegistration;
  readonly #onRefused: (() => void) | undefined;
  readonly #lastsMs: number;
  #provedAt = Number.NEGATIVE_INFINITY;
  #proving: Promise<ServerInfo> | undefined;

  constructor(
    registration: ServerRegistration,
    onRefused?: () => void,
    lastsMs: number = PROOF_LASTS_MS,
  ) {
    this.#registration = registration;
    this.#onRefused = onRefused;
    this.#lastsMs = lastsMs;
  }

  /**
   * The token, after a new proof where the last is old or in doubt.
   *
   * @throws EditorFailure `no_answer`, `too_slow`, `not_proved`
   */
  async get(): Promise<string> {
    const age = Date.now() - this.#provedAt;
    // A clock that was set back proves nothing.
    if (!(age >= 0 && age < this.#lastsMs)) await (this.#proving ?? this.prove());
    return this.#registration.token;
  }

  failed(status?: number): void {
    this.#provedAt = Number.NEGATIVE_INFINITY;
    // A proof under way was asked for before this failure.
    this.#proving = undefined;
    if (status === 401) this.#onRefused?.();
  }

  /** Asks for a proof, and says what answered. */
  async prove(signal?: AbortSignal): Promise<ServerInfo> {
    const startedAt = Date.now();
    const proving = askForProof(this.#registration, signal);
    this.#proving = proving;
    try {
      const info = await proving;
      if (this.#proving === proving) this.#provedAt = startedAt;
      return info;
    } finally {
      if (this.#proving === proving) this.#proving = undefined;
    }
  }
}

async function askForProof(
  { url, instanceId, instanceSecret }: ServerRegistration,
  signal?: AbortSignal,
): Promise<ServerInfo> {
  const origin = originOf(url);
  const nonce = newNonce();
  try {
    const info = await askInfo(clientOf(origin), origin, nonce, signal);
    const proved = isProof(info.proof, { instanceSecret, origin, nonce });
    if (!proved || info.instanceId !== instanceId)
      throw new EditorFailure('not_proved', { url: origin });
    return info;
  } catch (error) {
    const failure = toFailure(error);
    if (failure.from !== 'editor') throw error;
    // Whatever else answers there now, it is not the one that was registered.
    const reason = failure.reason === 'not_a_marketplace' ? 'not_proved' : failure.reason;
    throw new EditorFailure(reason, { url: origin, local: true, cause: error });
  }
}
