import { ByteReader } from './byteReader.ts';
import type { GitProcess } from './gitProcess.ts';

/** What git knows of an object without reading it. */
export interface GitObject {
  id: string;
  type: 'blob' | 'tree' | 'commit' | 'tag';
  size: number;
}

/** The arguments of the process that an `ObjectReader` speaks to. */
export const OBJECT_READER_ARGUMENTS = ['cat-file', '--batch-command'];

const LINE_FEED = 0x0a;
const MAX_HEADER_BYTES = 4096;

/**
 * Reads objects through one running `git cat-file --batch-command`, one after the other in the order asked.
 * Once an answer was not understood, or the process is gone, every further reading rejects.
 */
export class ObjectReader {
  readonly #process: GitProcess;
  readonly #answers: ByteReader;
  #last: Promise<unknown> = Promise.resolve();

  constructor(process: GitProcess) {
    this.#process = process;
    this.#answers = new ByteReader(process.output);
  }

  /** The object of that name, as `FETCH_HEAD^{commit}` or `<commit>:<path>`; `undefined` when there is none. */
  info(name: string): Promise<GitObject | undefined> {
    return this.#inTurn(() => this.#ask('info', name));
  }

  /** The bytes of a blob; rejects, before any of them are read, when it is not of exactly that size. */
  contents(id: string, size: number): Promise<Buffer> {
    return this.#inTurn(async () => {
      const object = await this.#ask('contents', id);
      if (object?.id !== id || object.type !== 'blob' || object.size !== size) {
        throw new Error(`the object ${id} is not what was listed`);
      }
      const content = await this.#answers.bytes(size);
      const [end] = await this.#answers.bytes(1);
      if (end !== LINE_FEED) throw new Error(`the object ${id} does not end where announced`);
      return content;
    });
  }

  /** A line feed in a name would be a second question. */
  async #ask(question: 'info' | 'contents', name: string): Promise<GitObject | undefined> {
    if (name.includes('\n')) throw new Error('a name of an object has no line feed');
    this.#process.input.write(`${question} ${name}\n`);
    const header = await this.#answers.until(LINE_FEED, MAX_HEADER_BYTES);
    if (header === undefined) throw new Error('git ended before it answered');
    const text = header.toString();
    if (text === `${name} missing`) return undefined;
    return parseHeader(text);
  }

  /** Answers come in the order of questions; what has failed leaves unread bytes behind, so all after it fail too. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn;
    // Whoever asked is told; this only keeps the chain from counting as unhandled.
    turn.catch(() => {});
    return turn;
  }
}

function parseHeader(text: string): GitObject {
  const [, id, type, size] = /^([0-9a-f]{40}) (\w+) (\d+)$/.exec(text) ?? [];
  if (id === undefined || !isObjectType(type))
    throw new Error('the answer of git is not understood');
  return { id, type, size: Number(size) };
}

function isObjectType(type: string | undefined): type is GitObject['type'] {
  return type === 'blob' || type === 'tree' || type === 'commit' || type === 'tag';
}
