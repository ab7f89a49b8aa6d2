import assert from 'node:assert/strict';
import type {
  JudgedRating,
  OwnRating,
  Rating,
  Role,
  Scope,
} from '@skill-marketplace/shared/contracts';
import { can } from '../../../server/src/features/policy/can.ts';
import { mayReview } from '../../../extension/src/connection/rights.ts';
import { waitingRatings } from '../../../extension/src/ratings/waitingRatings.ts';
import { ratingsSection } from '../../../extension/src/details/ratingsSection.ts';
import { hiddenText, ownRatingText } from '../../../extension/src/ratings/ownRatingText.ts';
import { rateChoices, type RateRow } from '../../../extension/src/ratings/rateChoices.ts';
import {
  barOf,
  ratingsText,
  shareText,
  type RatingFacts,
} from '../../../extension/src/ratings/ratingBars.ts';

const UNRATED: RatingFacts = {
  averageRating: 0,
  ratingCount: 0,
  ratingDistribution: [0, 0, 0, 0, 0],
  verifiedAverageRating: 0,
  verifiedRatingCount: 0,
};
const RATED: RatingFacts = {
  averageRating: 3.75,
  ratingCount: 8,
  ratingDistribution: [1, 0, 2, 2, 3],
  verifiedAverageRating: 4.5,
  verifiedRatingCount: 2,
};
const NONE: OwnRating = {
  rating: null,
  versionToRate: '1.1.0',
  isOfOtherVersion: false,
  history: [],
};

function ownRating(about: Partial<NonNullable<OwnRating['rating']>> = {}): OwnRating {
  const at = new Date(0);
  const rating = {
    id: '00000000-0000-4000-8000-000000000001',
    rating: 4,
    comment: 'Works.',
    version: '1.0.0',
    verified: true,
    createdAt: at,
    updatedAt: at,
    ...about,
  };
  return { ...NONE, rating, isOfOtherVersion: true };
}

const HIDDEN = { reason: 'It insults.', since: new Date(0), appeal: 'none' as const };

function labelsOf(rows: readonly RateRow[]): string[] {
  return rows.map((row) => ('heading' in row ? `# ${row.heading}` : row.label));
}

describe('the picture of ratings', () => {
  it('is a bar as long as the share, and what is there at all is seen', () => {
    assert.equal(barOf(0, 0), '░░░░░░░░░░');
    assert.equal(barOf(1, 1000), '█░░░░░░░░░');
    assert.equal(barOf(3, 8), '████░░░░░░');
    assert.equal(barOf(8, 8), '██████████');
    assert.equal(shareText(RATED, 5), '████░░░░░░ 3 (38 %)');
    assert.equal(shareText(RATED, 2), '░░░░░░░░░░ 0 (0 %)');
  });

  it('tells those who installed it apart', () => {
    assert.equal(ratingsText(RATED), '★ 3.8 (8), ★ 4.5 (2) by people who installed it');
    const byOthers = { ...RATED, verifiedRatingCount: 0, verifiedAverageRating: 0 };
    assert.equal(ratingsText(byOthers), '★ 3.8 (8), none by people who installed it');
    assert.equal(ratingsText(UNRATED), undefined);
  });
});

describe('the choices of a rating', () => {
  it('are five stars with how many gave them', () => {
    const rows = rateChoices(RATED, NONE);
    assert.deepEqual(labelsOf(rows), [
      '# ★ 3.8 (8), ★ 4.5 (2) by people who installed it',
      '★★★★★',
      '★★★★☆',
      '★★★☆☆',
      '★★☆☆☆',
      '★☆☆☆☆',
    ]);
    assert.deepEqual(rows[1], {
      label: '★★★★★',
      description: '████░░░░░░ 3 (38 %) · 5 Excellent',
      choice: { does: 'rate', stars: 5 },
    });
    assert.equal(labelsOf(rateChoices(UNRATED, NONE))[0], '# Nobody has rated it yet');
  });

  it("mark one's own rating, and offer to remove it", () => {
    const rows = rateChoices(RATED, ownRating());
    assert.deepEqual(labelsOf(rows).slice(6), ['# Yours', 'Remove My Rating']);
    const four = rows[2] ?? assert.fail();
    assert.ok('description' in four && four.description?.endsWith('· your rating'));
    assert.deepEqual(rows.at(-1), {
      label: 'Remove My Rating',
      detail: '★★★★☆ for 1.0.0 (it would now be of 1.1.0): Works.',
      choice: { does: 'remove' },
    });
  });

  it('offer an appeal once, and say what came of it', () => {
    const rows = rateChoices(RATED, ownRating({ hidden: HIDDEN }));
    assert.deepEqual(labelsOf(rows).slice(6), [
      '# Yours',
      'Ask Reviewers to Show It Again…',
      'Remove My Rating',
    ]);
    const waiting = rateChoices(RATED, ownRating({ hidden: { ...HIDDEN, appeal: 'open' } }));
    assert.deepEqual(labelsOf(waiting).slice(6), [
      '# Yours',
      'Others Do Not See It',
      'Remove My Rating',
    ]);
  });

  it('leave only the removal to somebody who may not rate it any more', () => {
    const refusal = 'You are a member of the publisher acme.';
    const rows = rateChoices(RATED, { ...ownRating(), refusal });
    assert.deepEqual(labelsOf(rows).slice(1), ['# Yours', 'Remove My Rating']);
    const last = rows.at(-1) ?? assert.fail();
    assert.equal('detail' in last ? last.detail : '', refusal);
  });
});

describe("one's own rating", () => {
  it('is said with its version, and nothing is said without one', () => {
    assert.equal(ownRatingText(NONE), undefined);
    assert.equal(
      ownRatingText({ ...ownRating({ comment: null }), isOfOtherVersion: false }),
      '★★★★☆ for 1.0.0',
    );
  });

  it('that is hidden says why, and how the appeal went', () => {
    assert.equal(
      hiddenText(HIDDEN),
      'Hidden by a reviewer: It insults. (you may ask once to have it shown again)',
    );
    assert.equal(
      hiddenText({ ...HIDDEN, appeal: 'rejected', answer: 'It still\ninsults.' }),
      'Hidden by a reviewer: It insults. (your appeal was rejected: It still insults.)',
    );
  });
});

describe('the ratings on the page of a skill', () => {
  const newest: Rating[] = [
    {
      id: '00000000-0000-4000-8000-000000000002',
      userName: 'noa',
      rating: 5,
      comment: 'Does\nit.',
      version: '1.1.0',
      verified: true,
      createdAt: new Date(0),
      updatedAt: new Date(0),
      mine: false,
      ofPublisher: true,
    },
  ];

  it("are figures, one's own, and the newest, each in one line", () => {
    assert.deepEqual(ratingsSection(RATED, { own: ownRating({ hidden: HIDDEN }), newest }), [
      '## Ratings',
      [
        '- All: ★ 3.8 (8)',
        '- By people who installed it: ★ 4.5 (2)',
        '- ★★★★★ ████░░░░░░ 3 (38 %)',
        '- ★★★★☆ ███░░░░░░░ 2 (25 %)',
        '- ★★★☆☆ ███░░░░░░░ 2 (25 %)',
        '- ★★☆☆☆ ░░░░░░░░░░ 0 (0 %)',
        '- ★☆☆☆☆ █░░░░░░░░░ 1 (13 %)',
      ].join('\n'),
      'Yours: ★★★★☆ for 1.0.0 (it would now be of 1.1.0): Works.',
      'Hidden by a reviewer: It insults. (you may ask once to have it shown again)',
      '- ★★★★★ noa (1.1.0, installed it, now of its publisher): Does it.',
      'Give, change or remove yours with “Skills: Rate…”; tell reviewers of one that should not stand with “Skills: Report a Rating…”.',
    ]);
  });

  it('say so when there are none', () => {
    assert.deepEqual(ratingsSection(UNRATED, { newest: [] }).slice(0, 2), [
      '## Ratings',
      '- Nobody has rated it yet.',
    ]);
  });
});

describe('what waits for a reviewer', () => {
  const rating: JudgedRating = {
    id: '00000000-0000-4000-8000-000000000003',
    userName: 'noa',
    rating: 1,
    comment: 'You\nfools.',
    version: '1.0.0',
    verified: false,
    createdAt: new Date(0),
    updatedAt: new Date(0),
    skillId: '00000000-0000-4000-8000-000000000004',
    reference: 'acme/deploy',
  };
  const reports = ['mia', 'tom'].map((by) => ({ by, reason: 'Rude.', at: new Date(0) }));

  it('is appeals first, then reports, each with what may be decided', () => {
    const appeal = { rating: { ...rating, hidden: HIDDEN }, text: 'Sorry.', at: new Date(0) };
    assert.deepEqual(waitingRatings([{ rating, reports }], [appeal]), [
      {
        ratingId: rating.id,
        label: '★☆☆☆☆ noa: You fools.',
        description: 'acme/deploy 1.0.0',
        detail: 'Hidden: It insults. The author: Sorry.',
        decisions: ['restore', 'rejectAppeal'],
      },
      {
        ratingId: rating.id,
        label: '★☆☆☆☆ noa: You fools.',
        description: 'acme/deploy 1.0.0',
        detail: 'Reported: Rude. (mia) · Rude. (tom)',
        decisions: ['hide', 'dismissReports'],
      },
    ]);
  });
});

describe('who may review', () => {
  it('is decided as the server does', () => {
    const scopes: Scope[] = ['read', 'moderate', 'admin'];
    const choices: Role[][] = [['member'], ['reviewer'], ['admin'], ['reviewer', 'admin']];
    for (const roles of choices) {
      for (const has of scopes.map((scope) => [scope])) {
        const actor = { user: { id: 'u', name: 'u' }, roles, scopes: has, publishers: [] };
        assert.equal(
          mayReview({ roles, scopes: has }),
          can(actor, 'review'),
          `${roles.join()} ${has.join()}`,
        );
      }
    }
  });
});
