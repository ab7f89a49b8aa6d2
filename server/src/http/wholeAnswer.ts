import type { Response } from 'express';

/**
 * Gathers the JSON that a handler writes in pieces, and hands it over when the handler ends it; `send` then ends
 * the answer. Anything else than JSON goes out as it is written, since it may be a stream.
 */
export function gatherAnswer(response: Response, send: (body: Buffer) => Promise<void>): void {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const pieces: Uint8Array[] = [];
  response.write = (piece: unknown) => {
    const isJson = response.getHeader('content-type') === 'application/json';
    if (!isJson || response.headersSent || !(piece instanceof Uint8Array)) return write(piece);
    pieces.push(piece);
    return true;
  };
  response.end = (...given: unknown[]) => {
    response.write = write;
    response.end = end;
    if (pieces.length === 0) return Reflect.apply(end, response, given);
    const [last] = given;
    if (typeof last === 'string' || last instanceof Uint8Array) pieces.push(Buffer.from(last));
    send(Buffer.concat(pieces)).catch((error: Error) => response.destroy(error));
    return response;
  };
}
