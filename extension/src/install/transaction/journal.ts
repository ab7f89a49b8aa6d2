import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isInnerPath } from '@skill-marketplace/shared/agents';
import { codeOf, replaceDurably } from '../disk/durableWrite.ts';
import { STATE_FOLDER_NAME } from '../installRoot.ts';

/**
 * One rename. `aside` moves what stands in a target into a folder of ours, `in` moves what was staged
 * into a target. The end that is ours is used once, so it alone tells whether the move was done.
 */
export interface Move {
  kind: 'aside' | 'in';
  from: string;
  to: string;
}

/**
 * All that recovery needs to know of a transaction. Paths are relative to the real root, with `/`.
 * While `staging`, nothing has been moved yet.
 */
export interface Journal {
  journalVersion: 1;
  phase: 'staging' | 'moving';
  /** Folders of ours that go when the transaction ends, whatever its end. */
  staging: string[];
  /** Folders that the transaction makes, outermost first; an undo removes those that are empty. */
  made: string[];
  moves: Move[];
  /** Folders that go at the end when they are empty, innermost first. */
  prune: string[];
}

const JOURNAL_NAME = 'journal.json';

/** Writes the journal of a transaction's folder, for good before it returns. */
export async function writeJournal(folder: string, journal: Journal): Promise<void> {
  const written = { ...journal, folderMark: await markOf(folder) };
  await replaceDurably(path.join(folder, JOURNAL_NAME), JSON.stringify(written));
}

/** When the journal was written, in ms since 1970: whatever was staged is older. */
export async function journalTime(folder: string): Promise<number> {
  return (await stat(path.join(folder, JOURNAL_NAME))).mtimeMs;
}

/**
 * The journal in a transaction's folder. `missing`: the transaction never began. `foreign`: it is not
 * to be followed. A journal lies in the workspace, so a repository may bring one along that would move
 * and remove the person's files. It is believed only where it was written (the folder's inode), and only
 * as far as its paths stay below the root and what it removes is ours by name.
 */
export async function readJournal(folder: string): Promise<Journal | 'missing' | 'foreign'> {
  try {
    const written: unknown = JSON.parse(await readFile(path.join(folder, JOURNAL_NAME), 'utf8'));
    return asJournal(written, await markOf(folder)) ?? 'foreign';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'missing';
    if (error instanceof SyntaxError) return 'foreign';
    throw error;
  }
}

/** Tells a folder that was made here from one that was copied, cloned or unpacked. */
async function markOf(folder: string): Promise<string> {
  return String((await stat(folder, { bigint: true })).ino);
}

function asJournal(value: unknown, mark: string): Journal | undefined {
  if (!isRecord(value) || value['journalVersion'] !== 1) return undefined;
  if (value['folderMark'] !== mark) return undefined;
  const { phase, staging, made, moves, prune } = value;
  if (phase !== 'staging' && phase !== 'moving') return undefined;
  if (!isListOf(staging, isStagingFolder) || !isListOf(moves, isMove)) return undefined;
  if (!isListOf(made, isInner) || !isListOf(prune, isInner)) return undefined;
  return { journalVersion: 1, phase, staging, made, moves, prune };
}

function isMove(value: unknown): value is Move {
  if (!isRecord(value) || !isInner(value['from']) || !isInner(value['to'])) return false;
  const ours = value['kind'] === 'aside' ? value['to'] : value['from'];
  if (value['kind'] !== 'aside' && value['kind'] !== 'in') return false;
  return ours.split('/').includes(STATE_FOLDER_NAME);
}

function isStagingFolder(value: unknown): value is string {
  if (!isInner(value)) return false;
  const [name, parent] = value.split('/').toReversed();
  return parent === STATE_FOLDER_NAME && name !== undefined && /^tx-[0-9a-f-]{36}$/.test(name);
}

function isInner(value: unknown): value is string {
  return typeof value === 'string' && isInnerPath(value);
}

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isItem);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
