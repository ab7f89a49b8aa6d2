import { hostname } from 'node:os';
import * as vscode from 'vscode';
import { StartedSignIn } from '@skill-marketplace/shared/contracts';
import type { SignInMethod } from '@skill-marketplace/shared/contracts';
import { oneLine } from '../browse/skillRow.ts';
import { clientOf } from '../connection/marketplace.ts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { withCancellableProgress } from '../installing/cancellableProgress.ts';
import { pollSignIn } from './pollSignIn.ts';
import type { StoredAccount } from './tokenStore.ts';

/** The longest name of a token. */
const LONGEST_NAME = 100;

/**
 * Signs in on the provider's page in the browser, with a code that is shown here; the marketplace learns from the
 * provider who it is. `undefined` when the person gives up.
 */
export async function signInByBrowser(
  origin: string,
  method: SignInMethod,
): Promise<StoredAccount | undefined> {
  const client = clientOf(origin);
  const provider = oneLine(method.name);
  const started = await withCancellableProgress(`Asking ${provider}`, async (signal) => {
    const input = { method: method.id, device: deviceName() };
    const answer: unknown = await client.signIn.start.mutate(input, { signal });
    // Its addresses are opened: they have to be what the contract says.
    const parsed = StartedSignIn.safeParse(answer);
    if (!parsed.success) throw new EditorFailure('not_a_marketplace', { url: origin });
    return parsed.data;
  });
  const code = oneLine(started.userCode);
  if (!(await openPage(started, provider, code))) return undefined;
  const { token, tokenId, user } = await withCancellableProgress(
    `Waiting for ${provider}: the code is ${code}`,
    (signal) => pollSignIn(client, started, signal),
  );
  return { token, tokenId, userId: user.id, userName: user.name };
}

/** Shows the code, and goes to the page where it is entered or compared; false when the person gives up. */
async function openPage(
  { verificationUri, verificationUriComplete, userCode }: StartedSignIn,
  provider: string,
  code: string,
): Promise<boolean> {
  const open = 'Copy Code and Open Browser';
  const detail =
    verificationUriComplete === undefined
      ? `Enter it at ${verificationUri}.`
      : 'The page shows a code as well: go on there only if it is this one.';
  const chosen = await vscode.window.showInformationMessage(
    `Your code for ${provider} is ${code}`,
    { modal: true, detail },
    open,
  );
  if (chosen !== open) return false;
  await vscode.env.clipboard.writeText(userCode);
  await vscode.env.openExternal(vscode.Uri.parse(verificationUriComplete ?? verificationUri, true));
  return true;
}

/** How the person finds this token among theirs. */
function deviceName(): string {
  return `${vscode.env.appName} on ${hostname()}`.slice(0, LONGEST_NAME);
}
