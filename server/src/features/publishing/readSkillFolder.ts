import { constants, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { collidingPaths, pathProblem } from '@skill-marketplace/shared/format';
import { DomainError } from '../../errors/domainError.ts';
import type { NewFile } from '../../storage/bundle.repository.ts';
import { SKILL_LIMITS } from './limits.ts';
import { PASSED_OVER } from './skillFolders.ts';
import type { Candidate } from './candidates.ts';

/** The files of a skill, and the links that were left out. */
export interface SkillFolder {
  files: NewFile[];
  links: string[];
}

/**
 * Reads a skill's folder: regular files only, no links, no tools' folders, no other skills inside it.
 * Over a limit it is `too_large`, with a name that would harm somebody `unsafe_archive`; nothing is kept then.
 */
export async function readSkillFolder(
  root: string,
  { folder, inner }: Candidate,
): Promise<SkillFolder> {
  const files: NewFile[] = [];
  const links: string[] = [];
  let total = 0;
  const visit = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(root, folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (PASSED_OVER.has(entry.name)) continue;
      if (entry.isSymbolicLink()) links.push(path);
      else if (entry.isDirectory()) {
        if (!inner.includes(folder === '' ? path : `${folder}/${path}`)) await visit(path);
      } else if (entry.isFile()) {
        const problem = pathProblem(path);
        if (problem !== undefined) throw unsafe(path, problem);
        const content = await readRegularFile(join(root, folder, path), (size) => {
          total += size;
          refuseOverLimit(path, size, files.length + 1, total);
        });
        if (content === undefined) throw unsafe(path, 'It is no file any more.');
        files.push({ path, content });
      } else throw unsafe(path, 'It is neither a file nor a folder.');
    }
  };
  await visit('');
  const [collision] = collidingPaths(files.map(({ path }) => path));
  if (collision !== undefined)
    throw unsafe(collision.second, `On some disks it is the same as ${collision.first}.`);
  return { files, links };
}

/** The bytes of a file that is still one when it is opened; `checkSize` may refuse before they are read. */
async function readRegularFile(
  path: string,
  checkSize: (size: number) => void,
): Promise<Buffer | undefined> {
  // Neither a link nor a pipe that somebody put in its place meanwhile.
  await using file = await open(
    path,
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  );
  const stats = await file.stat();
  if (!stats.isFile()) return undefined;
  checkSize(stats.size);
  return file.readFile();
}

function refuseOverLimit(path: string, size: number, count: number, total: number): void {
  if (size > SKILL_LIMITS.fileSize) {
    throw new DomainError(
      'too_large',
      `${path} has ${size} bytes; a file may have ${SKILL_LIMITS.fileSize}.`,
    );
  }
  if (count > SKILL_LIMITS.files) {
    throw new DomainError('too_large', `The skill has more than ${SKILL_LIMITS.files} files.`);
  }
  if (total > SKILL_LIMITS.totalSize) {
    throw new DomainError('too_large', `The skill has more than ${SKILL_LIMITS.totalSize} bytes.`);
  }
}

function unsafe(path: string, problem: string): DomainError {
  return new DomainError('unsafe_archive', `${JSON.stringify(path)} is not allowed: ${problem}`);
}
