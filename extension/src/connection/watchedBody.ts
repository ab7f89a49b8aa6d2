import { EditorFailure } from '../failures/editorFailure.ts';

/** How a body is watched. */
export interface Watch {
  /** Named in the failure. */
  origin: string;
  /** Longest wait for the next bytes. */
  idleMs: number;
  /** The person's own abort, which stays what it is. */
  signal: AbortSignal | null | undefined;
  /** Told when the body does not come to its end. */
  failed: () => void;
}

/** The same bytes; a body that stalls fails as `too_slow`, and one that breaks off as `no_answer`. */
export function watchedBody(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  watch: Watch,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await nextChunk(reader, watch);
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read ahead, so that the clock runs only while somebody waits.
    { highWaterMark: 0 },
  );
}

async function nextChunk<T>(
  reader: ReadableStreamDefaultReader<T>,
  { origin, idleMs, signal, failed }: Watch,
): ReturnType<ReadableStreamDefaultReader<T>['read']> {
  const { promise: stalled, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new EditorFailure('too_slow', { url: origin })), idleMs);
  try {
    return await Promise.race([reader.read(), stalled]);
  } catch (cause) {
    failed();
    // Closes the connection; it may be broken already.
    reader.cancel(cause).catch(() => undefined);
    if (signal?.aborted === true || cause instanceof EditorFailure) throw cause;
    throw new EditorFailure('no_answer', { url: origin, cause });
  } finally {
    clearTimeout(timer);
  }
}
