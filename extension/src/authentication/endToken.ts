import * as vscode from 'vscode';
import { failureOf } from '@skill-marketplace/shared/client';
import { clientOf } from '../connection/marketplace.ts';
import type { StoredAccount } from './tokenStore.ts';

/** Has the marketplace end a token that was made for this editor; says so when it could not be told. */
export async function endToken(origin: string, { token, tokenId }: StoredAccount): Promise<void> {
  if (tokenId === undefined) return;
  try {
    await clientOf(origin, token).tokens.revoke.mutate({ id: tokenId });
  } catch (error) {
    // It holds no longer already.
    if (failureOf(error)?.reason === 'signed_out') return;
    void vscode.window.showWarningMessage(
      `You are signed out here. ${origin} could not be told, so the token holds there until it expires or its admin ends it.`,
    );
  }
}
