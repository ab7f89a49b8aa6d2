import assert from 'node:assert/strict';
import { array, assert as check, property, string } from 'fast-check';
import { UserName } from '@skill-marketplace/shared/contracts';
import { personName } from '../../../server/src/features/signIn/personName.ts';

describe('personName', () => {
  for (const [names, name] of [
    [['ada', 'Ada Lovelace'], 'ada'],
    [[undefined, 'Ada Lovelace'], 'Ada Lovelace'],
    [['  ', '\u200b', 'ada@example.com'], 'ada'],
    [['@ada'], '@ada'],
    [['a\u202eda\n'], 'ada'],
    [['ada\ufe0f'], 'ada'],
    [['\u3164', 'Zoe\u200b\u0301'], 'Zo\u00e9'],
    [['x'.repeat(200)], 'x'.repeat(90)],
    [[`${'x'.repeat(89)}😀`], 'x'.repeat(89)],
    [[], 'member'],
  ] as const) {
    it(`calls ${JSON.stringify(names).slice(0, 60)} ${name.slice(0, 20)}`, () => {
      assert.equal(personName(names), name);
    });
  }

  it('is a name that an account can have, whatever a provider says, with a number behind it too', () => {
    check(
      property(array(string({ unit: 'binary' })), (names) => {
        const name = `${personName(names)}-20`;
        assert.equal(UserName.parse(name), name);
      }),
    );
  });
});
