import { createHmac } from 'node:crypto';
import { API_VERSION, Feature, type ServerInfo } from '@skill-marketplace/shared/contracts';
import type { Identity } from './instance.repository.ts';

/** Says who this server is, and proves it to those who know the secret. */
export class InstanceService {
  readonly #identity: Identity;
  readonly #name: string;
  readonly #anonymousRead: boolean;
  readonly #origin: () => string;

  constructor(identity: Identity, name: string, anonymousRead: boolean, origin: () => string) {
    this.#identity = identity;
    this.#name = name;
    this.#anonymousRead = anonymousRead;
    this.#origin = origin;
  }

  /** With a nonce, `proof` is the hex of HMAC-SHA256(instance secret, origin + nonce). */
  info(nonce: string | undefined): ServerInfo {
    const { instanceId, secret } = this.#identity;
    const proof =
      nonce === undefined
        ? undefined
        : createHmac('sha256', secret)
            .update(this.#origin() + nonce)
            .digest('hex');
    return {
      instanceId,
      name: this.#name,
      apiVersion: API_VERSION,
      features: [...Feature.options],
      anonymousRead: this.#anonymousRead,
      ...(proof === undefined ? {} : { proof }),
    };
  }
}
