import { collidingPaths, pathProblem } from '@skill-marketplace/shared/format';
import { DomainError } from '../../errors/domainError.ts';
import { inDigits } from '../../errors/inDigits.ts';
import type { NewFile } from '../../storage/bundle.repository.ts';
import { SKILL_LIMITS } from './limits.ts';

/**
 * Gathers the files of one skill, and refuses what a skill may not hold: over a limit it is `too_large`,
 * with a path that would harm somebody, or that meets another on some disk, `unsafe_archive`.
 */
export class FileCollector {
  readonly #files: NewFile[] = [];
  #total = 0;

  /** Refuses a path before anything is read. */
  checkPath(path: string): void {
    const problem = pathProblem(path);
    if (problem !== undefined) throw unsafePath(path, problem);
  }

  /** Refuses a file of that many bytes before they are read. */
  checkSize(path: string, size: number): void {
    if (size > SKILL_LIMITS.fileSize) {
      throw tooLarge(
        `${path} has ${inDigits(size)} bytes; ${inDigits(SKILL_LIMITS.fileSize)} is the limit.`,
      );
    }
    if (this.#files.length >= SKILL_LIMITS.files) {
      throw tooLarge(`The skill has more than ${inDigits(SKILL_LIMITS.files)} files.`);
    }
    if (this.#total + size > SKILL_LIMITS.totalSize) {
      throw tooLarge(`The skill has more than ${inDigits(SKILL_LIMITS.totalSize)} bytes.`);
    }
  }

  /** Takes a file that was checked; a file that grew between the look and the reading is refused here. */
  add(file: NewFile): void {
    this.checkSize(file.path, file.content.byteLength);
    this.#total += file.content.byteLength;
    this.#files.push(file);
  }

  /** All files, none of which meets another on any disk. */
  files(): NewFile[] {
    const [collision] = collidingPaths(this.#files.map(({ path }) => path));
    if (collision !== undefined) {
      const { first, second } = collision;
      throw unsafePath(second, `On some disks it is the same as ${JSON.stringify(first)}.`);
    }
    return this.#files;
  }
}

/** A path that a skill may not have, with the rule that it breaks. */
export function unsafePath(path: string, problem: string): DomainError {
  const shown = JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
  return new DomainError('unsafe_archive', `${shown} is not allowed: ${problem}`);
}

function tooLarge(message: string): DomainError {
  return new DomainError('too_large', message);
}
