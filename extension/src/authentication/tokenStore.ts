import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { z } from 'zod';

const StoredAccount = z.object({
  token: z.string().min(1),
  userId: z.string(),
  userName: z.string(),
  /** Of a token that was made for this editor; one that was pasted may be in use elsewhere. */
  tokenId: z.uuid().optional(),
});

/** A token with the person it belongs to. */
export type StoredAccount = z.infer<typeof StoredAccount>;

/** Keeps one token per origin in VS Code's secret storage. */
export class TokenStore implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;

  /** Some token came or went, in this window or another. */
  readonly onDidChange = this.#changed.event;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
    this.#subscription = secrets.onDidChange(({ key }) => {
      if (key.startsWith(PREFIX)) this.#changed.fire();
    });
  }

  async get(origin: string): Promise<string | undefined> {
    return (await this.account(origin))?.token;
  }

  async account(origin: string): Promise<StoredAccount | undefined> {
    const text = await this.#secrets.get(keyOf(origin));
    if (text === undefined) return undefined;
    try {
      return StoredAccount.safeParse(JSON.parse(text)).data;
    } catch {
      return undefined;
    }
  }

  async keep(origin: string, account: StoredAccount): Promise<void> {
    await this.#secrets.store(keyOf(origin), JSON.stringify(account));
  }

  async remove(origin: string): Promise<void> {
    await this.#secrets.delete(keyOf(origin));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

const PREFIX = 'token:';

/** Hashed, because some keyrings take no colons or slashes. */
function keyOf(origin: string): string {
  return PREFIX + createHash('sha256').update(origin).digest('hex');
}
