import * as vscode from 'vscode';
import { parseReference } from '@skill-marketplace/shared/contracts';
import type { Connection } from '../connection/connection.ts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { ORIGINAL_SCHEME } from '../ids.ts';

/** Shows what a repair changed: the skill file as it came in, beside the one that an install writes. */
export class OriginalProvider implements vscode.TextDocumentContentProvider {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Opens both side by side; a skill that was not repaired is `not_found`. */
  async compare(instanceId: string, reference: string): Promise<void> {
    const { publisher = '', name = '' } = parseReference(reference) ?? {};
    const marketplace = await this.#connection.marketplace();
    const { version, path } = await marketplace.client.skills.original.query({ id: reference });
    const [before, after] = (['content', 'repaired'] as const).map((side) =>
      vscode.Uri.from({
        scheme: ORIGINAL_SCHEME,
        authority: instanceId,
        path: `/${publisher}/${name}/${side === 'content' ? path : 'SKILL.md'}`,
        query: new URLSearchParams({ reference, version, side }).toString(),
      }),
    );
    const title = `${reference} ${version}: as it came in ↔ as it is installed`;
    await vscode.commands.executeCommand('vscode.diff', before, after, title);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const asked = new URLSearchParams(uri.query);
    const marketplace = await this.#connection.marketplace();
    if (marketplace.instanceId !== uri.authority) throw new EditorFailure('other_marketplace');
    const original = await marketplace.client.skills.original.query({
      id: asked.get('reference') ?? '',
      version: asked.get('version') ?? '',
    });
    const bytes = asked.get('side') === 'content' ? original.content : original.repaired;
    return new TextDecoder().decode(Buffer.from(bytes, 'base64'));
  }
}
