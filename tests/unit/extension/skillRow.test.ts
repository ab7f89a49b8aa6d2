import assert from 'node:assert/strict';
import { oneLine, skillRow } from '../../../extension/src/browse/skillRow.ts';
import { skillSummary } from './skillSummary.ts';

describe("a skill's row", () => {
  it('shows stars and installs, and neither before there is one', () => {
    const rated = skillSummary({ averageRating: 4.56, ratingCount: 12, installCount: 1234 });
    assert.equal(skillRow(rated, false).description, '★ 4.6 (12) · 1,234 installs');
    assert.equal(skillRow(skillSummary({ installCount: 1 }), false).description, '1 install');
    assert.equal(skillRow(skillSummary(), false).description, '');
  });

  it('tells a screen reader what others see', () => {
    const skill = skillSummary({ averageRating: 4, ratingCount: 1, installCount: 2 });
    assert.equal(
      skillRow(skill, true).spoken,
      'Deploy, by acme, 4.0 of 5 stars from 1 rating, 2 installs, installed',
    );
    assert.equal(skillRow(skillSummary(), false).spoken, 'Deploy, by acme, not rated, no installs');
  });

  it('says whose it is, its version, type and category in a plain tooltip', () => {
    assert.equal(
      skillRow(skillSummary(), false).tooltip,
      'Deploy\nDeploys a service.\n\nPublisher: acme\nVersion: 1.2.0\nType: Instructions only\nCategory: devops\nNeither rated nor installed yet',
    );
    const rated = skillSummary({ averageRating: 4, ratingCount: 1, installCount: 2 });
    assert.match(skillRow(rated, false).tooltip, /★ 4\.0 \(1\) · 2 installs$/);
  });

  it('names what replaces a deprecated skill', () => {
    const skill = skillSummary({ deprecated: { replacedBy: 'acme/ship' }, latestVersion: null });
    const row = skillRow(skill, false);
    assert.equal(row.description, 'deprecated');
    assert.match(row.tooltip, /none that can be installed[\s\S]*Deprecated; use acme\/ship$/);
  });

  it('says of what is not for everybody that it is not', () => {
    const rows = (['untrusted', 'banned'] as const).map((status) =>
      skillRow(skillSummary({ status, installCount: 1 }), false),
    );
    assert.deepEqual(
      rows.map(({ description }) => description),
      ['1 install · not installable', '1 install · blocked'],
    );
    assert.match(rows[1]?.spoken ?? '', /, blocked$/);
  });

  it('has an icon for each type, and another when it is installed', () => {
    const icons = (['prompt_only', 'python_code', 'nodejs'] as const).map(
      (skillType) => skillRow(skillSummary({ skillType }), false).icon,
    );
    assert.equal(new Set([...icons, skillRow(skillSummary(), true).icon]).size, 4);
  });
});

describe('a text of other people', () => {
  it('becomes no link that runs a command, and no icon', () => {
    const name = 'A [Docs](command:workbench.action.quit) $(verified)';
    assert.equal(oneLine(name), 'A [Docs] (command:workbench.action.quit) $ (verified)');
  });
});

describe('oneLine', () => {
  it('keeps a text from other people on one line, in one direction', () => {
    assert.equal(oneLine(' a\nb\t\u202Ec\u200B\u0000d\u2028e '), 'a b c d e');
  });
});
