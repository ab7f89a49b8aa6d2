import * as vscode from 'vscode';
import { failureOf } from '@skill-marketplace/shared/client';
import { SignInMethods, WhoAmI } from '@skill-marketplace/shared/contracts';
import type { SignInMethod } from '@skill-marketplace/shared/contracts';
import { oneLine } from '../browse/skillRow.ts';
import { clientOf } from '../connection/marketplace.ts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { signInByBrowser } from './browserSignIn.ts';
import type { StoredAccount } from './tokenStore.ts';

/** Signs in the way that the person chooses, of those that the marketplace has; `undefined` when they give up. */
export async function askAccount(origin: string): Promise<StoredAccount | undefined> {
  const methods = await methodsOf(origin);
  const way = methods.length === 0 ? 'token' : await pickWay(origin, methods);
  if (way === undefined) return undefined;
  if (way !== 'token') return signInByBrowser(origin, way);
  const token = await askToken(origin);
  return token === undefined ? undefined : accountOf(origin, token);
}

/** None on a marketplace that only knows tokens, or is too old to know more. */
async function methodsOf(origin: string): Promise<SignInMethod[]> {
  const answer: unknown = await clientOf(origin)
    .signIn.methods.query()
    .catch((cause: unknown) => {
      if (failureOf(cause)?.reason !== 'not_found') throw cause;
      return { methods: [] };
    });
  const parsed = SignInMethods.safeParse(answer);
  if (!parsed.success) throw new EditorFailure('not_a_marketplace', { url: origin });
  return parsed.data.methods;
}

async function pickWay(
  origin: string,
  methods: readonly SignInMethod[],
): Promise<SignInMethod | 'token' | undefined> {
  const choices: (vscode.QuickPickItem & { way: SignInMethod | 'token' })[] = [
    ...methods.map((method) => ({
      label: `$(${method.id === 'github' ? 'github' : 'globe'}) ${oneLine(method.name)}`,
      description: 'in the browser',
      way: method,
    })),
    { label: '$(key) A token…', description: 'that you have already', way: 'token' },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: 'Sign In',
    placeHolder: `How do you sign in to ${origin}?`,
    ignoreFocusOut: true,
  });
  return chosen?.way;
}

async function askToken(origin: string): Promise<string | undefined> {
  const token = await vscode.window.showInputBox({
    title: 'Sign In',
    prompt: `Paste your token for ${origin}. It is kept in VS Code's secret storage and sent to this address only.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) =>
      /\s/.test(value.trim()) ? 'A token has no spaces in it.' : undefined,
  });
  return token?.trim() || undefined;
}

async function accountOf(origin: string, token: string): Promise<StoredAccount> {
  const answer: unknown = await clientOf(origin, token)
    .session.whoAmI.query()
    .catch((cause: unknown) => {
      if (failureOf(cause)?.reason !== 'signed_out') throw cause;
      throw new EditorFailure('bad_token', { url: origin, cause });
    });
  const who = WhoAmI.safeParse(answer);
  if (!who.success) throw new EditorFailure('not_a_marketplace', { url: origin });
  if (who.data.user === null) throw new EditorFailure('bad_token', { url: origin });
  return { token, userId: who.data.user.id, userName: who.data.user.name };
}
