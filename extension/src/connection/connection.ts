import * as vscode from 'vscode';
import type { TokenStore } from '../authentication/tokenStore.ts';
import type { Environment } from '../environment.ts';
import { toFailure } from '../failures/failure.ts';
import { CONTEXT_KEYS, SETTINGS, SETTINGS_SECTION } from '../ids.ts';
import { configuredServer } from './configuredServer.ts';
import { findMarketplace } from './findMarketplace.ts';
import type { Marketplace } from './marketplace.ts';
import { readRegistrations, registrationsFolder } from './registrations.ts';
import { watchFolder } from './watchFolder.ts';

/** The marketplace of this window: found when first asked for, and kept until something changes. */
export class Connection implements vscode.Disposable {
  readonly #environment: Environment;
  readonly #tokens: TokenStore;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #connected = new vscode.EventEmitter<Marketplace>();
  readonly #subscriptions: vscode.Disposable[];
  #current: Promise<Marketplace> | undefined;
  /** The registrations that were last looked at, to see a change. */
  #registrations = '';

  /** Another marketplace or account may answer: whatever was asked before is void. */
  readonly onDidChange = this.#changed.event;
  readonly onDidConnect = this.#connected.event;

  constructor(environment: Environment, tokens: TokenStore) {
    this.#environment = environment;
    this.#tokens = tokens;
    this.#subscriptions = [
      this.#changed,
      this.#connected,
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${SETTINGS_SECTION}.${SETTINGS.server}`)) this.reset();
      }),
      tokens.onDidChange(() => this.reset()),
      watchFolder(registrationsFolder(environment.stateDirectory), () => void this.#lookAgain()),
    ];
  }

  /** The marketplace; every caller at one time gets the same answer, and after a failure it is looked for anew. */
  marketplace(): Promise<Marketplace> {
    this.#current ??= this.#find();
    return this.#current;
  }

  /** Forgets the marketplace, so that it is looked for again. */
  reset(): void {
    this.forget();
    this.#changed.fire();
  }

  /** Forgets the marketplace without telling anybody: after a call that did not reach it. */
  forget(): void {
    this.#current = undefined;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #find(): Promise<Marketplace> {
    const finding = this.#ask().then(
      (marketplace) => {
        if (this.#current === finding) {
          showState('connected', marketplace);
          this.#connected.fire(marketplace);
        }
        return marketplace;
      },
      (error: unknown) => {
        if (this.#current === finding) {
          this.#current = undefined;
          const failure = toFailure(error);
          const none = failure.from === 'editor' && failure.reason === 'no_server';
          showState(none ? 'noServer' : 'failed');
        }
        throw error;
      },
    );
    return finding;
  }

  async #ask(): Promise<Marketplace> {
    const registrations = await readRegistrations(this.#environment.stateDirectory);
    this.#registrations = JSON.stringify(registrations);
    return findMarketplace({
      server: configuredServer(),
      registrations,
      tokenFor: (origin) => this.#tokens.get(origin),
      onRefused: () => void this.#lookAgain(),
    });
  }

  /**
   * Looks for the marketplace again when the registrations have changed, or none was found. One that
   * is as it was would give the same answer: who is refused with it would ask for ever.
   */
  async #lookAgain(): Promise<void> {
    const registrations = await readRegistrations(this.#environment.stateDirectory);
    const isSame = JSON.stringify(registrations) === this.#registrations;
    if (!isSame || this.#current === undefined) this.reset();
  }
}

function showState(state: 'connected' | 'noServer' | 'failed', marketplace?: Marketplace): void {
  const values = {
    [CONTEXT_KEYS.state]: state,
    [CONTEXT_KEYS.account]: marketplace?.account ?? 'none',
    [CONTEXT_KEYS.lacksRatings]: marketplace?.has('ratings') === false,
    [CONTEXT_KEYS.lacksInstalls]: marketplace?.has('installs') === false,
    [CONTEXT_KEYS.lacksModeration]: marketplace?.has('moderation') === false,
  };
  for (const [key, value] of Object.entries(values)) {
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
