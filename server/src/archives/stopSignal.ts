import { inDigits, unsafeArchive } from './archiveFailures.ts';

/** Aborts when the time is over or the caller wants no more; to be disposed of when the work is done. */
export interface StopSignal extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * A signal whose reason is what to throw: `unsafe_archive` when the seconds are over, the caller's own
 * reason when the caller's signal came first.
 */
export function stopSignal(seconds: number, caller: AbortSignal | undefined): StopSignal {
  const controller = new AbortController();
  const stop = () => controller.abort(caller?.reason);
  const timer = setTimeout(() => {
    controller.abort(unsafeArchive(`reading it took longer than ${inDigits(seconds)} seconds`));
  }, seconds * 1000);
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
