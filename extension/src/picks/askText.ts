import * as vscode from 'vscode';

/** A text that is asked for. */
export interface AskedText {
  title: string;
  prompt: string;
  longest: number;
  value?: string;
  /** An empty one is an answer too. */
  mayBeEmpty?: boolean;
}

/** Asks for a text in one line, trimmed; `undefined` when the person gives up. */
export async function askText(asked: AskedText): Promise<string | undefined> {
  const { title, prompt, longest, value = '', mayBeEmpty = false } = asked;
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    value,
    ignoreFocusOut: true,
    validateInput: (given) => {
      const { length } = given.trim();
      if (length > longest) return `At most ${longest} characters: this has ${length}.`;
      return length === 0 && !mayBeEmpty ? 'Say it in a few words.' : undefined;
    },
  });
  return text?.trim();
}
