import * as vscode from 'vscode';

/** An action shorter than this shows nothing: a notification that flashes by tells nobody anything. */
const SHOWN_AFTER_MS = 800;

/** Says what is being done at the moment. */
export type Say = (message: string) => void;

/** Runs something that may be long, with a notification that can cancel it once it is. */
export async function withCancellableProgress<T>(
  title: string,
  action: (signal: AbortSignal, say: Say) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let message = '';
  let say: Say | undefined;
  const result = action(controller.signal, (text) => {
    message = text;
    say?.(text);
  });
  const timer = setTimeout(() => {
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        say = (text) => progress.report({ message: text });
        say(message);
        const subscription = token.onCancellationRequested(() => controller.abort());
        // Whoever called hears of a failure; the notification only ends.
        await result.catch(() => undefined).finally(() => subscription.dispose());
      },
    );
  }, SHOWN_AFTER_MS);
  return result.finally(() => clearTimeout(timer));
}
