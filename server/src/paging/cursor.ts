import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { invalidInput } from '../errors/failures.ts';

/** The question, and where its page ends: the sort values of the last row as texts. */
const Payload = z.object({ for: z.string(), at: z.array(z.string()) });
const TAG_BYTES = 16;

/**
 * Writes and reads opaque cursors. A cursor holds for one question only (`question` names procedure,
 * query, filters and sort), and only this marketplace can write one.
 */
export class CursorCodec {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The cursor of a position; `null` where there is no next page. */
  encode(question: string, at: readonly string[] | undefined): string | null {
    if (at === undefined) return null;
    const body = Buffer.from(
      JSON.stringify({ for: this.#tag(question).toString('base64url'), at }),
    );
    return Buffer.concat([this.#tag(body), body]).toString('base64url');
  }

  /** The position, or `invalid_input` for a cursor of another question or of nobody's making; without a cursor none. */
  decode(question: string, cursor: string | undefined): string[] | undefined {
    if (cursor === undefined) return undefined;
    const bytes = Buffer.from(cursor, 'base64url');
    const body = bytes.subarray(TAG_BYTES);
    const tag = this.#tag(body);
    if (bytes.length <= TAG_BYTES || !timingSafeEqual(bytes.subarray(0, TAG_BYTES), tag))
      throw badCursor();
    const payload = Payload.parse(JSON.parse(body.toString()));
    if (payload.for !== this.#tag(question).toString('base64url')) throw badCursor();
    return payload.at;
  }

  #tag(content: string | Buffer): Buffer {
    return createHmac('sha256', `cursor:${this.#secret}`)
      .update(content)
      .digest()
      .subarray(0, TAG_BYTES);
  }
}

function badCursor() {
  return invalidInput('cursor', 'This cursor belongs to another question: start again without it.');
}
