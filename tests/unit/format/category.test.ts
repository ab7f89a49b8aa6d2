import assert from 'node:assert/strict';
import { CATEGORIES, CATEGORY_WORDS, deriveCategory } from '@skill-marketplace/shared/format';
import { CATEGORY_VECTORS } from './categoryVectors.ts';
import { codes, parseWith } from './skillSource.ts';

describe('the category of a skill', () => {
  it('is the declared one, whatever slug it is', () => {
    assert.deepEqual(parseWith('category: home-brewing').category, {
      name: 'home-brewing',
      source: 'declared',
    });
    assert.deepEqual(parseWith('metadata:\n  category: media').category, {
      name: 'media',
      source: 'declared',
    });
  });

  it('is made a slug where it is none', () => {
    const skill = parseWith('category: Home Brewing');

    assert.deepEqual(skill.category, { name: 'home-brewing', source: 'declared' });
    assert.deepEqual(codes(skill), ['category_rewritten']);
  });

  it('is derived when what is declared says nothing', () => {
    assert.deepEqual(parseWith('category: "!!"').category, { name: 'other', source: 'derived' });
  });

  for (const { category, name, description, tags = [] } of CATEGORY_VECTORS) {
    const words = [name, description.slice(0, 60).trim(), tags.join(', ')].filter(Boolean);
    it(`is ${category} for ${words.join(': ')}`, () => {
      const evidence = { installName: name, displayName: '', description, tags };
      assert.equal(deriveCategory(evidence), category);
    });
  }

  it('has vectors for every category, at least two each', () => {
    for (const { name } of CATEGORIES) {
      const { length } = CATEGORY_VECTORS.filter(({ category }) => category === name);
      assert.ok(length >= 2, name);
    }
  });

  it('has words for every category but other, none twice under one', () => {
    assert.deepEqual(
      [...Object.keys(CATEGORY_WORDS), 'other'],
      CATEGORIES.map(({ name }) => name),
    );
    for (const lists of Object.values(CATEGORY_WORDS)) {
      const words = Object.values(lists)
        .join(',')
        .split(',')
        .map((word) => word.trim());
      assert.deepEqual(
        words.filter((word, index) => words.indexOf(word) !== index),
        [],
      );
    }
  });
});
