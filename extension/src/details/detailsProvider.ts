import * as vscode from 'vscode';
import { parseReference } from '@skill-marketplace/shared/contracts';
import type { Connection } from '../connection/connection.ts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { isOfConnection, toFailure } from '../failures/failure.ts';
import { failureText } from '../failures/failureText.ts';
import { DETAILS_SCHEME } from '../ids.ts';
import { detailsText } from './detailsText.ts';

/** Read-only documents about skills. They are text: nothing in them is rendered, fetched or run. */
export class DetailsProvider implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #connection: Connection;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#subscription = connection.onDidChange(() => this.refresh());
  }

  /** Opens the page of a skill; `behind` leaves the keyboard where it is. */
  async open(instanceId: string, reference: string, behind?: 'behind'): Promise<void> {
    const { source, publisher = '', name = '' } = parseReference(reference) ?? {};
    const uri = vscode.Uri.from({
      scheme: DETAILS_SCHEME,
      authority: instanceId,
      path: `/${source === undefined ? '' : `${source}:`}${publisher}/${name}.md`,
    });
    // A document that is open already, even behind another tab, is not asked for by itself.
    if (openDetails().some((open) => open.toString() === uri.toString())) this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      preview: true,
      preserveFocus: behind === 'behind',
    });
  }

  /** Asks again for the documents that are open. */
  refresh(): void {
    for (const uri of openDetails()) this.#changed.fire(uri);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    try {
      const marketplace = await this.#connection.marketplace();
      if (marketplace.instanceId !== uri.authority) throw new EditorFailure('other_marketplace');
      const id = uri.path.replace(/^\/|\.md$/g, '');
      return detailsText(await marketplace.client.skills.byId.query({ id }));
    } catch (error) {
      const failure = toFailure(error);
      if (isOfConnection(failure)) this.#connection.forget();
      const { title, message } = failureText(failure, vscode.env.remoteName);
      return `# ${title}\n\n${message}\n`;
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

function openDetails(): vscode.Uri[] {
  return vscode.workspace.textDocuments
    .map(({ uri }) => uri)
    .filter(({ scheme }) => scheme === DETAILS_SCHEME);
}
