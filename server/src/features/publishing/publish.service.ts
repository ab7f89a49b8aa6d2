import type { PublishInput, PublishResult } from '@skill-marketplace/shared/contracts';
import { lockInTransaction, lockNameInTransaction } from '../../database/advisoryLock.ts';
import { isDataRefused } from '../../database/refusal.ts';
import { badRequest, notAllowed, versionExists } from '../../errors/failures.ts';
import type { NewFile } from '../../storage/bundle.repository.ts';
import { afterWaiting } from '../accounts/afterWaiting.ts';
import type { CallScope } from '../accounts/scope.ts';
import type { HousePolicy } from '../policy/housePolicy.ts';
import { FileCollector } from './fileCollector.ts';
import { foundPublisher, holdPublisher, requirePublisher } from './publisherAccess.ts';
import type { Ingested } from './ingest.ts';
import { ingestSkill } from './ingest.service.ts';
import { prepareSkill } from './preparedSkill.ts';

/** A skill to publish, with its bytes. */
export interface Publication {
  publisher: string;
  name?: string | undefined;
  version?: string | undefined;
  /** Folder that the files lay in; a skill without any other name gets its. */
  folderName: string;
  files: readonly NewFile[];
  /** Links of the folder that were left out. */
  links?: readonly string[];
}

/** Publishes one skill under a publisher that the caller is a member of, or founds with it where the house lets everybody. */
export class PublishService {
  readonly #house: HousePolicy;

  constructor(house: HousePolicy) {
    this.#house = house;
  }

  /** Publishes the files of a call. */
  async publish(scope: CallScope, { files, ...input }: PublishInput): Promise<PublishResult> {
    await requirePublisher(scope, this.#house, input.publisher);
    const collector = new FileCollector();
    for (const { path, content, executable } of files) {
      collector.checkPath(path);
      // Three bytes of every four characters, before any of them is decoded.
      collector.checkSize(path, Math.max(0, (content.length / 4) * 3 - 2));
      collector.add({
        path,
        content: Buffer.from(content, 'base64'),
        executable: executable === true,
      });
    }
    return this.publishFiles(scope, { ...input, folderName: '', files: collector.files() });
  }

  /**
   * Publishes files that have been checked. The same bytes again give the same answer; other bytes under a
   * number that is used are `version_exists`; bytes that were blocked, or withdrawn, are `not_allowed`.
   */
  async publishFiles(scope: CallScope, publication: Publication): Promise<PublishResult> {
    const { publisher, name: asked, version, folderName, files, links } = publication;
    const way = await requirePublisher(scope, this.#house, publisher);
    const prepared = prepareSkill({ folderName: asked ?? folderName, files, links, version });
    const name = asked ?? prepared.parsed.installName;
    const reference = `${publisher}/${name}`;
    const ingested = await storable(() =>
      scope.em.transactional(async (em) => {
        const inside = { ...scope, em };
        await afterWaiting(inside, async () => {
          await lockInTransaction(em, 'ingest', 'shared');
          // Of several who publish one skill at once, one comes first and the others see what it did.
          await lockNameInTransaction(em, reference);
        });
        if (way === 'founder') await holdPublisher(inside, publisher);
        const outcome = await ingestSkill(inside, {
          publisher,
          name,
          prepared,
          origin: { kind: 'publish' },
          whenTaken: 'refuse',
          isNumberAsked: version !== undefined,
          house: this.#house,
        });
        if (way === 'founder' && outcome.outcome === 'created') {
          await foundPublisher(inside, publisher);
        }
        return outcome;
      }),
    );
    return resultOf(reference, ingested);
  }
}

/** A value that PostgreSQL has no place for is the skill's fault. */
async function storable<T>(store: () => Promise<T>): Promise<T> {
  try {
    return await store();
  } catch (error) {
    if (!isDataRefused(error)) throw error;
    throw badRequest('The database cannot hold one of the values in these files.');
  }
}

function resultOf(reference: string, ingested: Ingested): PublishResult {
  if (ingested.outcome === 'version_exists') {
    throw versionExists(reference, ingested);
  }
  if (ingested.outcome === 'refused') throw notAllowed(ingested.message);
  if (ingested.outcome === 'blocked') {
    throw notAllowed('These very files were blocked on this server, and cannot be published.');
  }
  if (ingested.outcome === 'yanked') {
    throw notAllowed(`These very files were withdrawn from ${reference}: change them first.`);
  }
  return ingested;
}
