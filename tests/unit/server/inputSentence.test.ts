import assert from 'node:assert/strict';
import { RateInput, SkillSearchInput } from '@skill-marketplace/shared/contracts';
import { inputSentence } from '../../../server/src/trpc/inputSentence.ts';

const cases = [
  [RateInput, { skillId: 'acme/deploy', rating: 6 }, 'rating must be at most 5.'],
  [RateInput, { skillId: 'acme/deploy', rating: 0 }, 'rating must be at least 1.'],
  [RateInput, { skillId: 'acme/deploy', rating: 2.5 }, 'rating must be given as a whole number.'],
  [RateInput, { rating: 5 }, 'skillId must be given as a string.'],
  [
    RateInput,
    { skillId: 'x', rating: 5 },
    'skillId: Give the id of a skill, or its reference as publisher/name.',
  ],
  [SkillSearchInput, { query: 'x'.repeat(513) }, 'query must have at most 512 characters.'],
  [SkillSearchInput, { tags: Array(21).fill('x') }, 'tags must have at most 20 entries.'],
  [
    SkillSearchInput,
    { sort: 'best' },
    'sort must be one of relevance, rating, installs, newest, name.',
  ],
  [SkillSearchInput, 'words', 'The input must be given as an object.'],
] as const;

describe('inputSentence', () => {
  for (const [schema, input, sentence] of cases) {
    it(`says: ${sentence}`, () => {
      const { error } = schema.safeParse(input);
      const [issue] = error?.issues ?? [];
      assert.ok(issue !== undefined, 'the input was accepted');
      assert.equal(inputSentence(issue), sentence);
    });
  }
});
