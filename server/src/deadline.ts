/** Aborts when the time is over or the caller wants no more; to be disposed of when the work is done. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * A signal whose reason is what to throw: what `tooLate` makes when the seconds are over, the caller's own
 * reason when the caller's signal came first.
 */
export function deadline(
  seconds: number,
  tooLate: () => Error,
  caller: AbortSignal | undefined,
): Deadline {
  const controller = new AbortController();
  const stop = () => controller.abort(caller?.reason);
  const timer = setTimeout(() => controller.abort(tooLate()), seconds * 1000);
  caller?.addEventListener('abort', stop, { once: true });
  if (caller?.aborted === true) stop();
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', stop);
    },
  };
}
