import { InstallFailure } from '../installFailure.ts';
import { codeOf } from './durableWrite.ts';

/** What the disk's refusals mean to a person. */
const REFUSALS: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission to write',
  EPERM: 'there is no permission to write',
  EROFS: 'the folder is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EBUSY: 'another program holds a file open',
  EXDEV: 'the target folder lies on another disk than the folder above it',
  ENAMETOOLONG: 'a path is too long for this disk',
};

/** Runs a change of the disk; refusals of the disk and aborts become failures, bugs stay what they are. */
export async function withDiskFaults<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof InstallFailure) throw error;
    if (error instanceof Error && error.name === 'AbortError') {
      throw new InstallFailure('cancelled', 'Cancelled; nothing was changed.', { cause: error });
    }
    const refusal = REFUSALS[codeOf(error) ?? ''];
    if (refusal === undefined) throw error;
    throw new InstallFailure('cannot_write', `The files could not be written: ${refusal}.`, {
      ...pathOf(error),
      cause: error,
    });
  }
}

function pathOf(error: unknown): { path?: string } {
  if (!(error instanceof Error) || !('path' in error)) return {};
  return typeof error.path === 'string' ? { path: error.path } : {};
}
