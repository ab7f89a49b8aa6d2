import { randomBytes } from 'node:crypto';
import type {
  SignInMethods,
  SignInResult,
  SignInStartInput,
  StartedSignIn,
} from '@skill-marketplace/shared/contracts';
import { DomainError } from '../../errors/domainError.ts';
import { invalidInput, notAllowed, signInOver } from '../../errors/failures.ts';
import type { CallScope } from '../accounts/scope.ts';
import { hashToken } from '../accounts/token.ts';
import type { TokenService } from '../accounts/token.service.ts';
import type { RateLimits } from '../policy/rateLimits.ts';
import { completeSignIn, refuseSignIn } from './completeSignIn.ts';
import { isPrivateWay } from './providerAddress.ts';
import { openCode, sealCode } from './sealedCode.ts';
import {
  addAttempt,
  endAttempt,
  lengthenInterval,
  stateOfAttempt,
  takeTurn,
  type DueAttempt,
} from './signIn.repository.ts';
import { notBelieved, type DeviceGrant, type Poll, type SignInProvider } from './signInProvider.ts';

/** What a provider that asks to slow down is given (RFC 8628, 3.5). */
const SLOWER_BY_SECONDS = 5;

/** The longest that a person may take, whatever the provider allows. */
const LONGEST_SECONDS = 1800;
const LONGEST_INTERVAL_SECONDS = 60;

/** A call by somebody who has not signed in yet: all there is to limit it by is where it comes from. */
export interface SignInScope extends CallScope {
  address: string;
  limits: RateLimits | undefined;
}

/** Signs people in through providers, with the device flow (RFC 8628). */
export class SignInService {
  readonly #providers: readonly SignInProvider[];
  readonly #tokens: TokenService;

  constructor(providers: readonly SignInProvider[], tokens: TokenService) {
    this.#providers = providers;
    this.#tokens = tokens;
  }

  methods(): SignInMethods {
    return { methods: this.#providers.map(({ method }) => method) };
  }

  /** What keeps people from signing in, in sentences for the operator. */
  async problems(): Promise<string[]> {
    const checks = await Promise.allSettled(this.#providers.map((provider) => provider.check()));
    return checks.flatMap((check) =>
      check.status === 'rejected' && check.reason instanceof DomainError
        ? [check.reason.message]
        : [],
    );
  }

  /** Begins an attempt; what the person does then happens at the provider. */
  async start(scope: SignInScope, input: SignInStartInput): Promise<StartedSignIn> {
    const provider = this.#provider(input.method);
    if (provider === undefined) {
      const known = this.#providers.map(({ method }) => method.id).join(' or ');
      throw invalidInput(
        'method',
        known === ''
          ? 'Nobody signs in here through a provider: ask the admin for a token.'
          : `This marketplace has no sign-in through ${input.method}: use ${known}.`,
      );
    }
    await scope.limits?.count('signInStart', scope.address);
    const grant = await provider.start();
    requirePages(provider, grant);
    const attempt = randomBytes(32).toString('base64url');
    const seconds = Math.min(grant.expiresInSeconds, LONGEST_SECONDS);
    const expiresAt = new Date(Date.now() + seconds * 1000);
    const intervalSeconds = intervalOf(grant.intervalSeconds);
    await addAttempt(scope.em, {
      hash: hashToken(attempt),
      method: input.method,
      device: input.device ?? null,
      sealedCode: sealCode(attempt, grant.deviceCode),
      intervalSeconds,
      expiresAt,
    });
    const { userCode, verificationUri, verificationUriComplete } = grant;
    return {
      attempt,
      userCode,
      verificationUri,
      ...(verificationUriComplete !== undefined && { verificationUriComplete }),
      intervalSeconds,
      expiresAt,
    };
  }

  /** Asks once whether the person has approved, and gives the token that one time. */
  async finish(scope: SignInScope, attempt: string): Promise<SignInResult> {
    const hash = hashToken(attempt);
    const due = await takeTurn(scope.em, hash);
    if (due === undefined) return this.#notDue(scope, hash);
    const provider = this.#provider(due.method);
    if (provider === undefined) throw signInOver();
    try {
      const poll = await provider.poll(openCode(attempt, due.sealedCode), new Date(due.createdAt));
      return await this.#answer(scope, provider, due, poll);
    } catch (error) {
      const isOver = error instanceof DomainError && error.reason === 'not_allowed';
      if (isOver) await refuseSignIn(scope, due, error.message);
      throw error;
    }
  }

  async #notDue(scope: SignInScope, hash: string): Promise<SignInResult> {
    const state = await stateOfAttempt(scope.em, hash);
    if (typeof state === 'number') return { status: 'slow_down', intervalSeconds: state };
    // Who guesses attempts is counted as one who guesses tokens.
    if (state === 'unknown') await scope.limits?.count('signIn', scope.address);
    throw signInOver();
  }

  async #answer(
    scope: SignInScope,
    { method }: SignInProvider,
    due: DueAttempt,
    poll: Poll,
  ): Promise<SignInResult> {
    if (poll.status === 'done') {
      return completeSignIn(scope, this.#tokens, due, poll.person, method.name);
    }
    if (poll.status === 'denied') throw notAllowed(`The sign-in was refused at ${method.name}.`);
    if (poll.status === 'expired') {
      await endAttempt(scope.em, due.id);
      throw signInOver();
    }
    if (poll.status === 'pending') return { ...poll, intervalSeconds: due.intervalSeconds };
    const asked = poll.intervalSeconds ?? due.intervalSeconds + SLOWER_BY_SECONDS;
    const intervalSeconds = intervalOf(Math.max(asked, due.intervalSeconds));
    await lengthenInterval(scope.em, due.id, intervalSeconds);
    return { status: 'slow_down', intervalSeconds };
  }

  #provider(id: SignInStartInput['method']): SignInProvider | undefined {
    return this.#providers.find(({ method }) => method.id === id);
  }
}

/** The editor opens these, so they are pages of the web and nothing else. */
function requirePages({ method }: SignInProvider, grant: DeviceGrant): void {
  const pages = [grant.verificationUri, grant.verificationUriComplete];
  for (const page of pages) {
    if (page === undefined) continue;
    const url = URL.parse(page);
    if (url === null || !isPrivateWay(url)) {
      throw notBelieved(method.name, 'its page for the code has no https address');
    }
  }
}

/** Whole seconds, and never so many that a person waits for nothing. */
function intervalOf(seconds: number): number {
  return Math.min(Math.max(1, Math.ceil(seconds)), LONGEST_INTERVAL_SECONDS);
}
