import * as vscode from 'vscode';
import { parseReference } from '@skill-marketplace/shared/contracts';
import type { Connection } from '../connection/connection.ts';
import type { Marketplace } from '../connection/marketplace.ts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { isOfConnection, toFailure } from '../failures/failure.ts';
import { failureText } from '../failures/failureText.ts';
import { DETAILS_SCHEME } from '../ids.ts';
import { detailsText } from './detailsText.ts';
import type { ShownRatings } from './ratingsSection.ts';

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
  open(instanceId: string, reference: string, behind?: 'behind'): Promise<void> {
    return this.#show(uriOf(instanceId, reference), behind === 'behind');
  }

  /** Opens the page of a skill as one of its versions has it, for those who decide about that version. */
  openVersion(instanceId: string, reference: string, version: string): Promise<void> {
    return this.#show(uriOf(instanceId, reference, version), false);
  }

  async #show(uri: vscode.Uri, preserveFocus: boolean): Promise<void> {
    // A document that is open already, even behind another tab, is not asked for by itself.
    if (openDetails().some((open) => open.toString() === uri.toString())) this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true, preserveFocus });
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
      const version = uri.query === '' ? undefined : uri.query;
      const skill = await marketplace.client.skills.byId.query({
        id,
        ...(version === undefined ? {} : { version }),
      });
      const text = detailsText(skill, await ratingsOf(marketplace, id));
      return version === undefined ? text : `As of version ${version}.\n\n${text}`;
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

const MOST_SHOWN = 10;

/** One's own rating and the newest ones; a page is whole without them where the marketplace does not give them. */
async function ratingsOf(
  marketplace: Marketplace,
  skillId: string,
): Promise<ShownRatings | undefined> {
  const { client, account } = marketplace;
  if (!marketplace.has('ratings')) return undefined;
  const { items: newest } = await client.ratings.list.query({ skillId, limit: MOST_SHOWN });
  if (account === 'none') return { newest };
  // A token that is not for rating is refused here, and reads all the same.
  const own = await client.ratings.mine.query({ skillId }).catch(() => undefined);
  return own === undefined ? { newest } : { newest, own };
}

function uriOf(instanceId: string, reference: string, version = ''): vscode.Uri {
  const { source, publisher = '', name = '' } = parseReference(reference) ?? {};
  return vscode.Uri.from({
    scheme: DETAILS_SCHEME,
    authority: instanceId,
    path: `/${source === undefined ? '' : `${source}:`}${publisher}/${name}.md`,
    query: version,
  });
}

function openDetails(): vscode.Uri[] {
  return vscode.workspace.textDocuments
    .map(({ uri }) => uri)
    .filter(({ scheme }) => scheme === DETAILS_SCHEME);
}
