import type { Actor } from '../accounts/actor.ts';
import type { HousePolicy } from '../policy/housePolicy.ts';
import type { SourceTree } from './sources/sourceTree.ts';
import type { Origin } from './versionContent.ts';

/** What is imported, by whom and for whom. */
export interface TreeImport {
  tree: SourceTree;
  actor: Actor;
  house: HousePolicy;
  kind: Origin['kind'];
  /** Otherwise it follows from each skill and its place. */
  publisher?: string | undefined;
  /** The name in the reference, for a source of one skill; otherwise that of the folder an install makes. */
  name?: string | undefined;
  requestId?: string;
  /** Stops between two batches; what was stored before stays. */
  signal?: AbortSignal | undefined;
  /** Told after each commit; `total` is known from the first call on. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}
