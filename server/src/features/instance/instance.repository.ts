import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from '../../database/orm.ts';
import { Instance } from './instance.entity.ts';

/** Which marketplace this is, and the secret that proves it. */
export interface Identity {
  instanceId: string;
  secret: string;
}

/** True while the database holds no marketplace yet. */
export async function isNewMarketplace(em: EntityManager): Promise<boolean> {
  return (await em.count(Instance)) === 0;
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
