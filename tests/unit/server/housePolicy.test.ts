import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Decision, Maturity, SkillType } from '@skill-marketplace/shared/contracts';
import { readConfig } from '@skill-marketplace/server/config';
import { refusalForAgent } from '../../../server/src/features/policy/agentRules.ts';
import { DEFAULT_POLICY, HousePolicy } from '../../../server/src/features/policy/housePolicy.ts';
import { isLicenceAllowed } from '../../../server/src/features/policy/licence.ts';
import { refusalOfContent } from '../../../server/src/features/policy/publishRules.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('POLICY_FILE', () => {
  /** What a start with that file says. */
  const start = async (text: string) => {
    await using folder = await temporaryFolder('policy');
    await writeFile(join(folder.path, 'house.json'), text);
    return readConfig({ POLICY_FILE: 'house.json', INIT_CWD: folder.path }).housePolicy;
  };

  it('sets the rules that it names, and leaves the others', async () => {
    const policy = await start('{"requireTwoPeople":true,"allowedLicences":["MIT"]}');
    assert.deepEqual(policy, {
      ...DEFAULT_POLICY,
      requireTwoPeople: true,
      allowedLicences: ['MIT'],
    });
  });

  it('without a file there are the defaults', () => {
    assert.deepEqual(readConfig({}).housePolicy, DEFAULT_POLICY);
  });

  const mistakes: [string, string][] = [
    [
      '{\n  "requireTwoPeople": true\n  "agents": {}\n}',
      ' is no JSON from line 3, column 3 on: write rules as {"requireTwoPeople": true}.',
    ],
    [
      '[]',
      ', line 1: give an object, in braces: the rules are whoMayPublish, importsWaitForReview, requireTwoPeople, allowedLicences, allowedCategories, agentsMustBeRegistered, maturitySetBy and agents, not [].',
    ],
    [
      '{\n\t"importsWaitForReview": true,\n\t"requireTwoPersons": true\n}',
      ', line 3, requireTwoPersons: there is no requireTwoPersons here: the rules are whoMayPublish, importsWaitForReview, requireTwoPeople, allowedLicences, allowedCategories, agentsMustBeRegistered, maturitySetBy and agents.',
    ],
    ['{"requireTwoPeople":"yes"}', ', line 1, requireTwoPeople: give true or false, not "yes".'],
    [
      '{"requireTwoPeople":true,\n"requireTwoPeople":false}',
      ', line 2: this stands there twice: leave one.',
    ],
    [
      '{"allowedLicences": [\n  "MIT",\n  "Apache 2"\n]}',
      ', line 3, allowedLicences.1: give SPDX ids, as MIT or Apache-2.0, not "Apache 2".',
    ],
    [
      '{"allowedLicences":[]}',
      ', line 1, allowedLicences: name at least one, or leave the rule out.',
    ],
    [
      '{"allowedLicences":"MIT"}',
      ', line 1, allowedLicences: give a list, in brackets, not "MIT".',
    ],
    [
      '{"allowedCategories":["Data Science"]}',
      ', line 1, allowedCategories.0: give categories in lower-case letters, digits and hyphens, not "Data Science".',
    ],
    [
      '{"whoMayPublish":"nobody"}',
      ', line 1, whoMayPublish: give everybody, members, or { users, roles }, not "nobody".',
    ],
    [
      '{"whoMayPublish":{"roles":["member","boss"]}}',
      ', line 1, whoMayPublish.roles.1: give member, reviewer or admin, not "boss".',
    ],
    [
      '{"whoMayPublish":{"users":[7]}}',
      ', line 1, whoMayPublish.users.0: give names of accounts, not 7.',
    ],
    [
      '{"whoMayPublish":{"publishers":["acme"]}}',
      ', line 1, whoMayPublish.publishers: there is no publishers here: give users and roles.',
    ],
    [
      '{"maturitySetBy":"reviewer"}',
      ', line 1, maturitySetBy: give owner or admin, not "reviewer".',
    ],
    [
      '{"agents":{\n"teacher":{"types":[]}}}',
      ', line 2, agents.teacher: there is no teacher here: the maturities are student, intern, supervised and autonomous.',
    ],
    [
      '{"agents":{"student":{\n"types":["cobol"]}}}',
      ', line 2, agents.student.types.0: give prompt_only, python_code or nodejs, not "cobol".',
    ],
    [
      '{"agents":{"student":{}}}',
      ', line 1, agents.student.types: it is missing: give a list, in brackets.',
    ],
    [
      '{"agents":{"student":{"types":[],"always":[]}}}',
      ', line 1, agents.student.always: there is no always here: give types and afterApproval.',
    ],
  ];
  for (const [text, sentence] of mistakes) {
    it(`says what is wrong with ${JSON.stringify(text)}`, async () => {
      await assert.rejects(start(text), (error: Error) => {
        assert.equal(error.name, 'StartupFailure');
        assert.equal(
          error.message.replace(/ \S*house\.json/, ' house.json'),
          `POLICY_FILE is not usable: house.json${sentence}`,
        );
        return true;
      });
    });
  }

  it('says so when there is no such file', () => {
    assert.throws(() => readConfig({ POLICY_FILE: '/nowhere/house.json' }), {
      name: 'StartupFailure',
      message: /\/nowhere\/house\.json cannot be read/,
    });
  });
});

describe('isLicenceAllowed', () => {
  const allowed = ['MIT', 'Apache-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0'];
  const cases: [string, boolean | undefined][] = [
    ['MIT', true],
    ['GPL-3.0-only', false],
    ['MIT OR GPL-3.0-only', true],
    ['MIT AND GPL-3.0-only', false],
    ['(MIT AND Apache-2.0) OR GPL-3.0-only', true],
    ['GPL-2.0-only WITH Classpath-exception-2.0', true],
    ['GPL-2.0-only', false],
    ['Apache-2.0 WITH LLVM-exception', true],
    ['Apache-2.0+', true],
    ['Complete terms in LICENSE.txt', undefined],
    ['Apache 2.0', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of cases) {
    it(`says ${String(expected)} to ${JSON.stringify(text)}`, () => {
      assert.equal(isLicenceAllowed(text, allowed), expected);
    });
  }
});

describe('what the house takes', () => {
  const policy = HousePolicy.parse({ allowedLicences: ['MIT'], allowedCategories: ['data'] });
  const data = { name: 'data', source: 'declared' as const };

  it('is a skill with an allowed licence in an allowed category', () => {
    assert.equal(refusalOfContent({ license: 'MIT', category: data }, policy), undefined);
    assert.equal(refusalOfContent({ category: data }, DEFAULT_POLICY), undefined);
  });

  it('is told to whoever brings something else', () => {
    const design = { name: 'design', source: 'derived' as const };
    assert.deepEqual(
      [
        refusalOfContent({ category: data }, policy),
        refusalOfContent({ license: 'LGPL-3.0-only', category: data }, policy),
        refusalOfContent({ license: 'see file', category: data }, policy),
        refusalOfContent({ license: 'MIT', category: design }, policy),
      ],
      [
        'The skill names no licence, and this marketplace takes MIT: write license: into its SKILL.md.',
        'The licence LGPL-3.0-only is not allowed: this marketplace takes MIT.',
        'The licence "see file" is no SPDX expression, and this marketplace takes MIT: write it so.',
        'The skill declares no category and its words point to design, but this marketplace takes data: write category: into its SKILL.md.',
      ],
    );
  });
});

describe('what agents may install', () => {
  const types: SkillType[] = ['prompt_only', 'python_code', 'nodejs'];
  const may = (maturity: Maturity, decision: Decision, policy = DEFAULT_POLICY) =>
    types.filter((skillType) => {
      const wanted = { reference: 'acme/a', version: '1.0.0', skillType, decision };
      return refusalForAgent('helper', maturity, wanted, policy) === undefined;
    });

  it('follows from their maturity', () => {
    const maturities: Maturity[] = ['student', 'intern', 'supervised', 'autonomous'];
    assert.deepEqual(
      maturities.map((maturity) => [may(maturity, 'undecided'), may(maturity, 'approved')]),
      [
        [['prompt_only'], ['prompt_only']],
        [['prompt_only'], types],
        [types, types],
        [types, types],
      ],
    );
  });

  it('is what the file says', () => {
    const policy = HousePolicy.parse({
      agents: { supervised: { types: [], afterApproval: ['prompt_only'] } },
    });
    assert.deepEqual(may('supervised', 'undecided', policy), []);
    assert.deepEqual(may('supervised', 'approved', policy), ['prompt_only']);
    assert.deepEqual(may('autonomous', 'undecided', policy), types);
  });

  it('is told with what is missing', () => {
    const wanted = { reference: 'acme/a', version: '1.0.0', skillType: 'nodejs' as const };
    const told = (maturity: Maturity) =>
      refusalForAgent('helper', maturity, { ...wanted, decision: 'undecided' }, DEFAULT_POLICY);
    assert.deepEqual(
      [told('student'), told('intern')],
      [
        'The agent helper is a student, and acme/a 1.0.0 is Node.js code: the agent has to be intern, supervised or autonomous for it.',
        'The agent helper is an intern, and acme/a 1.0.0 is Node.js code: a reviewer has to approve that version first.',
      ],
    );
  });
});
