import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { API_VERSION, Feature, type ServerInfo } from '@skill-marketplace/shared/contracts';
import type { EntityManager } from '../../database/orm.ts';
import { Instance } from './instance.entity.ts';

/** Which marketplace this is, and the secret that proves it. */
export interface Identity {
  instanceId: string;
  secret: string;
}

/** The identity of this database's marketplace, made at the first start. */
export async function ensureIdentity(em: EntityManager): Promise<Identity> {
  await em.upsert(
    Instance,
    {
      id: 1,
      instanceId: randomUUID(),
      secret: randomBytes(32).toString('hex'),
      createdAt: new Date(),
    },
    { onConflictFields: ['id'], onConflictAction: 'ignore' },
  );
  const { instanceId, secret } = await em.fork().findOneOrFail(Instance, 1);
  return { instanceId, secret };
}

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
