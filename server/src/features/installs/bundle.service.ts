import { loadBundle } from '../../storage/bundle.repository.ts';
import { writeBundle } from '../../storage/bundleWriter.ts';
import type { CallScope } from '../accounts/scope.ts';
import { can, type AccessRules } from '../policy/can.ts';
import { availabilityOf } from '../versions/state.ts';
import { holdersOf } from '../versions/version.repository.ts';

/** Gives the bytes of bundles to those who may read a version that points at them. */
export class BundleService {
  readonly #rules: AccessRules;

  constructor(rules: AccessRules) {
    this.#rules = rules;
  }

  /** Id of the bundle; `undefined` when there is none, or none for this caller. */
  async find({ em, actor }: CallScope, digest: string): Promise<string | undefined> {
    if (!can(actor, 'read', this.#rules)) return undefined;
    const holders = await holdersOf(em, digest);
    return holders.find(({ version, publisher }) => {
      const availability = availabilityOf(version);
      if (availability === 'blocked') return false;
      return availability !== 'held' || can(actor, 'seeHeld', this.#rules, { publisher });
    })?.bundleId;
  }

  /** The bytes of a bundle that was found, as a zip. */
  async archive({ em }: CallScope, bundleId: string): Promise<Buffer> {
    return writeBundle(await loadBundle(em, bundleId));
  }
}
