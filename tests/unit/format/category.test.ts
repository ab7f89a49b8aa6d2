import assert from 'node:assert/strict';
import { CATEGORIES, CATEGORY_WORDS, deriveCategory } from '@skill-marketplace/shared/format';
import { codes, parseWith } from './skillSource.ts';

const derive = (installName: string, description: string, tags: string[] = []) =>
  deriveCategory({ installName, displayName: '', description, tags });

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

  const examples: [string, string, string][] = [
    ['development', 'java-refactoring', 'Refactors Java classes in a large codebase.'],
    ['testing', 'pytest-coverage', 'Raises the coverage of unit tests.'],
    ['devops', 'kubernetes-deploy', 'Deploys containers to a Kubernetes cluster.'],
    ['data', 'sql-tuning', 'Tunes PostgreSQL queries and schemas.'],
    ['security', 'secret-scanning', 'Finds credentials in a repository.'],
    ['design', 'figma-layouts', 'Lays out user interfaces in Figma.'],
    ['documentation', 'readme-writer', 'Writes a README and keeps the documentation current.'],
    ['writing', 'blog-drafts', 'Drafts blog posts and essays in your tone of voice.'],
    ['productivity', 'meeting-minutes', 'Turns meetings into notes, tasks and reminders.'],
    ['business', 'invoice-maker', 'Makes invoices for customers.'],
    ['research', 'arxiv-digest', 'Summarises academic papers from arXiv.'],
    ['media', 'video-subtitles', 'Cuts video and transcribes audio.'],
    ['other', 'pepsi-or-coke', 'Picks one of two.'],
  ];
  for (const [category, name, description] of examples) {
    it(`is ${category} for ${name}`, () => {
      assert.equal(derive(name, description), category);
    });
  }

  it('follows the tags, and the name more than the description', () => {
    assert.equal(derive('x', 'Does it.', ['kubernetes']), 'devops');
    assert.equal(derive('podcast', 'Handles a database.'), 'media');
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
