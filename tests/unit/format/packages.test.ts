import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { codes, parseWith } from './skillSource.ts';

/** What is read of a list with this one entry, in JSON so that every character arrives. */
const pypi = (specifier: string) => parseWith(`packages: [${JSON.stringify(specifier)}]`).packages;
const npm = (specifier: string) =>
  parseWith(`node_packages: [${JSON.stringify(specifier)}]`).packages;

describe('the packages of a skill', () => {
  it('are those of PyPI and npm, each once, what is none reported with its line', () => {
    const skill = parseWith(
      'packages: ["requests>=2,<3", "-r x", "requests>=2,<3"]\nnode_packages:\n  "@acme/kit": ^1.2.0\n  left-pad: "*"\n  evil: file:../x',
    );

    assert.deepEqual(skill.packages, [
      { ecosystem: 'pypi', specifier: 'requests>=2,<3' },
      { ecosystem: 'npm', specifier: '@acme/kit@^1.2.0' },
      { ecosystem: 'npm', specifier: 'left-pad' },
    ]);
    assert.deepEqual(
      skill.diagnostics.map(({ code, message, line }) => [code, message, line]),
      [
        ['package_invalid', '"-r x" is not a package of pypi; it was left out.', 4],
        ['package_invalid', '"evil@file:../x" is not a package of npm; it was left out.', 5],
      ],
    );
  });

  for (const specifier of [
    'requests',
    'Zope.Interface',
    'ruamel.yaml_x-1',
    'requests==2.32.3',
    'requests ~= 2.31',
    'requests (>=2,<3)',
    'numpy>=1.26,!=1.26.3,<3',
    'torch==2.4.0+cpu',
    'black===24.1b0',
    'uvicorn[standard]==0.30.*',
    'celery[redis, sqs] >= 5',
    "tomli; python_version < '3.11'",
    'pywin32>=300 ; sys_platform == "win32" and platform_machine != \'ARM64\'',
    'x; (os_name == "nt" or "linux" in sys_platform) and python_version not in "3.8, 3.9"',
  ]) {
    it(`may be ${specifier} of PyPI (PEP 508)`, () => {
      assert.deepEqual(pypi(specifier), [{ ecosystem: 'pypi', specifier }]);
    });
  }

  for (const specifier of [
    '--index-url',
    '--index-url=https://evil.dev',
    '-r requirements.txt',
    '-e .',
    'requests --index-url https://evil.dev',
    'requests @ https://evil.dev/x.whl',
    'git+https://evil.dev/x',
    'https://evil.dev/x.whl',
    './local',
    '../x',
    '/etc/passwd',
    'requests>=2<3x',
    'requests=2',
    'requests==$(id)',
    'requests;id',
    'requests; id',
    'requests && id',
    'requests | id',
    'requests`id`',
    'requests[$(id)]',
    'requests\n--index-url=https://evil.dev',
    "x; python_version > '3'\nevil",
    "x; python_version > '3' and",
    "x; (python_version > '3'",
    'x; python_version > "$(id)"',
    'x; ',
    '_x',
    'x-',
    'é',
    'x'.repeat(201),
  ]) {
    it(`are not ${JSON.stringify(specifier.slice(0, 60))} of PyPI`, () => {
      assert.deepEqual(pypi(specifier), []);
    });
  }

  for (const specifier of [
    'left-pad',
    '@acme/kit',
    '@acme/kit@1.2.3',
    'zod@^4.0.0',
    'zod@~4.1',
    'zod@>=3 <5',
    'zod@^3 || ^4',
    'zod@4.0.0-beta.1',
    'zod@latest',
    'zod@*',
    'a.b_c~d',
    '7zip',
  ]) {
    it(`may be ${specifier} of npm`, () => {
      assert.deepEqual(npm(specifier), [{ ecosystem: 'npm', specifier }]);
    });
  }

  for (const specifier of [
    '--registry',
    '-g',
    '--registry=https://evil.dev',
    '@-x/kit',
    '@acme/-g',
    '@acme',
    '@acme/kit/more',
    'acme/kit',
    'github:acme/kit',
    'git+ssh://git@evil.dev/x.git',
    'https://evil.dev/x.tgz',
    'file:../x',
    'kit@file:../x',
    'kit@npm:other@1',
    'kit@https://evil.dev/x.tgz',
    'kit@workspace:*',
    '.hidden',
    '_private',
    '../x',
    'Kit',
    'kit@$(id)',
    'kit; id',
    'kit && id',
    'kit@1 && id',
    'kit@1\n2',
    'kit`id`',
    'kit|id',
    'kit@--registry',
  ]) {
    it(`are not ${JSON.stringify(specifier)} of npm`, () => {
      assert.deepEqual(npm(specifier), []);
    });
  }

  it('may be text with commas, a version clause of several parts included, and stand in metadata', () => {
    assert.deepEqual(
      parseWith('metadata:\n  packages: pandas>=2,<3, celery[redis,sqs]==5, numpy').packages.map(
        ({ specifier }) => specifier,
      ),
      ['pandas>=2,<3', 'celery[redis,sqs]==5', 'numpy'],
    );
  });

  it('may be a list in one line without quotes, whose commas YAML takes for its own', () => {
    assert.deepEqual(
      parseWith('packages: [pandas>=2,<3, rich]').packages.map(({ specifier }) => specifier),
      ['pandas>=2,<3', 'rich'],
    );
  });

  it('may be a mapping or a list of mappings', () => {
    for (const packages of [
      'packages:\n  requests: ">=2"\n  numpy: 2\n  rich: "*"',
      'packages:\n- requests: ">=2"\n- numpy: 2\n- rich',
    ]) {
      assert.deepEqual(
        parseWith(packages).packages.map(({ specifier }) => specifier),
        ['requests>=2', 'numpy==2', 'rich'],
      );
    }
  });

  it('are reported where what is written is no list of names at all', () => {
    for (const packages of ['packages: true', 'packages: [[a]]', 'node_packages: [true]']) {
      const skill = parseWith(packages);
      assert.deepEqual([skill.packages, codes(skill)], [[], ['package_invalid']], packages);
    }
    assert.deepEqual(codes(parseWith('packages:\nnode_packages: []')), []);
  });

  it('are at most 200, and the rest is not passed over in silence', () => {
    const skill = parseWith(
      `packages: [${Array.from({ length: 201 }, (_, index) => `p${index}`).join(', ')}]`,
    );

    assert.equal(skill.packages.length, 200);
    assert.deepEqual(codes(skill), ['packages_cut']);
  });

  it('are never an option, more than one line, or anything a shell expands', () => {
    const hostile = fc
      .array(
        fc.constantFrom(
          'a',
          '1',
          '-',
          '--',
          '@',
          '/',
          '.',
          '=',
          '>',
          ' ',
          '\n',
          '$',
          '(',
          ')',
          '`',
          ';',
          "'",
          '"',
          '[',
          ']',
          'x<1',
          'os_name',
          ' in ',
        ),
        { minLength: 1, maxLength: 12 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(hostile, (text) => {
        for (const { specifier } of [...pypi(text), ...npm(text)]) {
          assert.match(specifier, /^[A-Za-z0-9@~]/);
          assert.doesNotMatch(specifier, /[\n\r$`\\&{}]|:\/\//);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the package manager of a skill', () => {
  const read = (frontmatter: string) => parseWith(frontmatter).packageManager;

  it('is read with or without a version, at the top or in metadata', () => {
    assert.deepEqual(read('package_manager: pnpm'), { name: 'pnpm' });
    assert.deepEqual(read('package_manager: NPM@10'), { name: 'npm', version: '10' });
    assert.deepEqual(read('package_manager: bun@1.2'), { name: 'bun', version: '1.2' });
    assert.deepEqual(read('packageManager: yarn@4.5.0+sha224.953c8233'), {
      name: 'yarn',
      version: '4.5.0',
    });
    assert.deepEqual(read('metadata:\n  package_manager: uv'), { name: 'uv' });
    assert.equal(read('license: MIT'), undefined);
  });

  for (const value of [
    'cargo',
    'npm@latest',
    'npm@',
    'npm@1@2',
    '"npm; id"',
    '"npm --registry x"',
    '[npm]',
    '7',
    'constructor',
  ]) {
    it(`is left out with a diagnostic when it is ${value}`, () => {
      const skill = parseWith(`package_manager: ${value}`);

      assert.equal(skill.packageManager, undefined);
      assert.deepEqual(
        skill.diagnostics.map(({ code, line }) => [code, line]),
        [['package_manager_unknown', 4]],
      );
    });
  }
});
