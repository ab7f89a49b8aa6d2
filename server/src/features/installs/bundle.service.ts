import { contentsOf, filesOf } from '../../storage/bundle.repository.ts';
import { BundleZip } from '../../storage/bundleZip.ts';
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
    return holders.find(({ version, publisher, membersOnly }) => {
      if (!can(actor, 'see', this.#rules, { publisher, membersOnly })) return false;
      const availability = availabilityOf(version);
      if (availability === 'blocked') return false;
      return availability !== 'held' || can(actor, 'seeHeld', this.#rules, { publisher });
    })?.bundleId;
  }

  /** A bundle that was found, as a zip; its files are loaded while it is read. */
  async archive({ em }: CallScope, bundleId: string): Promise<BundleZip> {
    return new BundleZip(await filesOf(em, bundleId), (hashes) => contentsOf(em, hashes));
  }
}
