import { createHmac } from 'node:crypto';
import { API_VERSION, type Feature, type ServerInfo } from '@skill-marketplace/shared/contracts';
import type { Identity } from './instance.repository.ts';

/** What a server says of itself to everybody. */
export interface AboutServer {
  name: string;
  anonymousRead: boolean;
  features: readonly Feature[];
}

/** Says who this server is, and proves it to those who know the secret. */
export class InstanceService {
  readonly #identity: Identity;
  readonly #about: AboutServer;
  readonly #origin: () => string;

  constructor(identity: Identity, about: AboutServer, origin: () => string) {
    this.#identity = identity;
    this.#about = about;
    this.#origin = origin;
  }

  /** With a nonce, `proof` is the hex of HMAC-SHA256(instance secret, origin + nonce). */
  info(nonce: string | undefined): ServerInfo {
    const { instanceId, secret } = this.#identity;
    const { name, anonymousRead, features } = this.#about;
    const proof =
      nonce === undefined
        ? undefined
        : createHmac('sha256', secret)
            .update(this.#origin() + nonce)
            .digest('hex');
    return {
      instanceId,
      name,
      apiVersion: API_VERSION,
      features: [...features],
      anonymousRead,
      ...(proof === undefined ? {} : { proof }),
    };
  }
}
