import type { ImportInput, ImportResult } from '@skill-marketplace/shared/contracts';
import { invalidInput, notAllowed } from '../../errors/failures.ts';
import type { Actor } from '../accounts/actor.ts';
import type { CallScope } from '../accounts/scope.ts';
import { can } from '../policy/can.ts';
import type { HousePolicy } from '../policy/housePolicy.ts';
import { refusalToPublish } from '../policy/publishRules.ts';
import { importTree } from './importTree.service.ts';
import { openSource } from './sources/openSource.ts';
import type { SourceRules } from './sources/sourceRules.ts';

/** Imports skills over the network: from a repository, an upload, or a text. */
export class ImportService {
  readonly #rules: SourceRules;
  readonly #house: HousePolicy;

  constructor(rules: SourceRules, house: HousePolicy) {
    this.#rules = rules;
    this.#house = house;
  }

  /** Imports every skill of a source; those that do not come in are told, each with its reason. */
  async import(scope: CallScope, { source, publisher }: ImportInput): Promise<ImportResult> {
    const { em, actor, requestId, signal } = scope;
    const refusal = refusalToPublish(actor, this.#house);
    if (refusal !== undefined) throw notAllowed(refusal);
    await using opened = await openSource(source, this.#rules, signal);
    const asked = publisher ?? onlyPublisherOf(actor);
    if (asked === undefined && opened.tree.names.length === 0) {
      throw invalidInput('publisher', 'Say under which publisher: one text alone names none.');
    }
    const files = await importTree(em, {
      tree: opened.tree,
      actor,
      house: this.#house,
      kind: 'import',
      publisher: asked,
      name: source.type === 'raw_content' ? source.name : undefined,
      requestId,
      signal,
    });
    return {
      results: files.flatMap(({ path, published }) =>
        published === undefined ? [] : [{ path, ...published }],
      ),
      skipped: files.flatMap(({ path, reason, message }) =>
        reason === undefined || message === undefined ? [] : [{ path, reason, message }],
      ),
    };
  }
}

/** Whoever is a member of one publisher imports into that; an admin's imports follow the skills themselves. */
function onlyPublisherOf(actor: Actor): string | undefined {
  const isFree = can(actor, 'publishApproved');
  return isFree || actor.publishers.length !== 1 ? undefined : actor.publishers[0];
}
