import assert from 'node:assert/strict';
import { Scope } from '@skill-marketplace/shared/contracts';
import { compose } from '@skill-marketplace/server/compose';
import { z } from 'zod';
import { ANONYMOUS, type Actor } from '../../server/src/features/accounts/actor.ts';
import { can, type AccessRules } from '../../server/src/features/policy/can.ts';
import { PROCEDURES, type ProcedureRow } from '../../server/src/features/policy/procedures.ts';
import { procedure, router } from '../../server/src/trpc/init.ts';
import { startHub, type Hub, type HubUser, type UserOptions } from '../support/app.ts';
import { INPUTS, PUBLISHERS, subjectFor } from '../support/procedureCalls.ts';
import { procedureDefinitions } from '../support/procedures.ts';
import { exchange, mutate, queryUrl, sentFailure, sentResult } from './exchange.ts';

/** Everybody but the anonymous, each with a token for all that there is. */
const ROLES = {
  member: { roles: ['member'] },
  publisher: { roles: ['member'], publishers: PUBLISHERS },
  reviewer: { roles: ['member', 'reviewer'] },
  admin: { roles: ['member', 'admin'] },
} satisfies Record<string, UserOptions>;

type SignedInRole = keyof typeof ROLES;
const ROLE_NAMES = ['anonymous', 'member', 'publisher', 'reviewer', 'admin'] as const;

const actorOf = ({ roles, scopes, publishers }: UserOptions): Actor => ({
  user: { id: '00000000-0000-4000-8000-000000000000', name: 'mia' },
  roles: roles ?? [],
  scopes: scopes ?? Scope.options,
  publishers: publishers ?? [],
});

/** An import answers, and tells of each skill why it did not come in: here, the one. */
function skippedFor(result: unknown): string | undefined {
  const parsed = z.object({ skipped: z.tuple([z.object({ reason: z.string() })]) });
  return parsed.safeParse(result).data?.skipped[0].reason;
}

/** What the table says of a cell: the reason of the refusal, or that there is none. */
function expected({ needs, ofPublisher }: ProcedureRow, actor: Actor, rules: AccessRules): string {
  const mayCall = needs === 'open' || can(actor, needs, rules);
  const mayAct = ofPublisher === undefined || can(actor, ofPublisher, rules, { publisher: 'acme' });
  if (mayCall && mayAct) return 'allowed';
  return actor.user === null ? 'signed_out' : 'not_allowed';
}

describe('the table of procedures', () => {
  it('has a row for each procedure, and a procedure for each row', () => {
    const paths = procedureDefinitions().map(([path]) => path);
    assert.deepEqual(Object.keys(PROCEDURES).sort(), paths.sort());
  });

  it('opens nothing but reading and signing in to those who have not signed in', () => {
    const open = Object.entries(PROCEDURES).filter(([, { needs }]) => needs === 'open');
    assert.deepEqual(open.map(([path]) => path).sort(), [
      'server.info',
      'session.whoAmI',
      'signIn.finish',
      'signIn.methods',
      'signIn.start',
    ]);
    const changing = procedureDefinitions().filter(([, { type }]) => type !== 'query');
    for (const [path] of changing) assert.notEqual(PROCEDURES[path]?.needs, 'read', path);
  });
});

describe('a procedure without a row', function () {
  this.timeout(30_000);

  it('is refused to everybody, the owner too', async () => {
    await using hub = await startHub();
    const { services, rules } = compose(hub.config, hub.identity, () => hub.url);
    const forgotten = router({ forgotten: procedure.mutation(() => 'done') });
    for (const actor of [ANONYMOUS, hub.owner.actor]) {
      const em = hub.orm.em.fork();
      const call = { em, actor, requestId: 'none', address: 'none' };
      const context = { ...call, services, rules, limits: undefined };
      await assert.rejects(forgotten.createCaller(context).forgotten(), {
        code: 'FORBIDDEN',
        message: 'Nobody may call forgotten: it stands in no table.',
      });
    }
  });
});

for (const anonymousRead of [true, false]) {
  const rules = { anonymousRead };
  describe(`a server whose reading is ${anonymousRead ? 'open' : 'closed'}`, function () {
    this.timeout(120_000);
    let hub: Hub;
    const people = new Map<string, HubUser>();

    before(async () => {
      hub = await startHub({ config: rules });
      for (const [role, options] of Object.entries(ROLES)) {
        people.set(role, await hub.addUser(role, { ...options, scopes: Scope.options }));
      }
      for (const scope of Scope.options) {
        // Everything that a person can be, with a token that is for one thing.
        const options: UserOptions = { roles: ['member', 'reviewer', 'admin'], scopes: [scope] };
        people.set(`only ${scope}`, await hub.addUser(`only ${scope}`, options));
      }
    });
    after(() => hub[Symbol.asyncDispose]());

    /** Calls as that person, with an input that is right where the table asks for it, and otherwise none that could be. */
    async function outcomeOf(
      [path, type]: [string, string],
      row: ProcedureRow,
      who: string,
    ): Promise<string> {
      const person = people.get(who);
      const caller = person ?? { name: 'nobody', client: hub.client };
      const headers =
        person === undefined ? undefined : { authorization: `Bearer ${person.token}` };
      let input: unknown = 0;
      if (row.ofPublisher !== undefined) {
        const inputFor = INPUTS[path];
        assert.ok(
          inputFor !== undefined,
          `${path} has no input in tests/support/procedureCalls.ts`,
        );
        input = await inputFor(await subjectFor(hub, caller));
      }
      const answer =
        type === 'query'
          ? await exchange(queryUrl(hub.url, path, input), { headers: headers ?? {} })
          : await mutate(hub.url, path, input, headers);
      if (answer.status === 200) return skippedFor(sentResult(answer)) ?? 'allowed';
      const { reason } = sentFailure(answer);
      if (reason === 'signed_out' || reason === 'not_allowed') return reason;
      // Whoever may call it is told what is wrong with the input, and nothing else.
      assert.equal(reason, row.ofPublisher === undefined ? 'invalid_input' : 'allowed');
      return 'allowed';
    }

    for (const [path, { type }] of procedureDefinitions()) {
      const row = PROCEDURES[path];
      if (row === undefined) continue;
      for (const role of ROLE_NAMES) {
        const actor =
          role === 'anonymous' ? ANONYMOUS : actorOf({ ...ROLES[role satisfies SignedInRole] });
        const outcome = expected(row, actor, rules);
        it(`answers ${path} to ${role} with: ${outcome}`, async () => {
          assert.equal(await outcomeOf([path, type], row, role), outcome);
        });
      }

      it(`answers ${path} only to tokens with the scope for it`, async () => {
        const got: Record<string, string> = {};
        const wanted: Record<string, string> = {};
        for (const scope of Scope.options) {
          const actor = actorOf({ roles: ['member', 'reviewer', 'admin'], scopes: [scope] });
          wanted[scope] = expected(row, actor, rules);
          got[scope] = await outcomeOf([path, type], row, `only ${scope}`);
        }
        assert.deepEqual(got, wanted);
      });
    }
  });
}
