import assert from 'node:assert/strict';
import { generateSkills, MOST_RATINGS } from '../../bench/search/generateSkills.ts';
import { QuestionChooser, SEARCH_CLASSES } from '../../bench/search/questionChooser.ts';
import { zipfDraw } from '../../bench/search/vocabulary.ts';
import { randomOf } from '../../bench/randomOf.ts';

const COUNT = 2000;

describe('synthetic skills', () => {
  const skills = [...generateSkills(COUNT)];

  it('are the same for the same seed, and others for another', () => {
    assert.deepEqual([...generateSkills(3)], [...generateSkills(3)]);
    assert.notDeepEqual([...generateSkills(3, 1)], [...generateSkills(3, 2)]);
  });

  it('have names of their own and fit into their columns', () => {
    assert.equal(new Set(skills.map(({ name }) => name)).size, COUNT);
    for (const skill of skills) {
      assert.match(skill.name, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      assert.match(skill.publisher, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      assert.ok(skill.name.length <= 64 && skill.description.length <= 1024);
      assert.ok(skill.tags.length >= 2 && skill.tags.length <= 5);
    }
  });

  it('have ratings that can be: 1 to 5 stars each, and none counts more than there are users', () => {
    for (const { ratingCount, ratingSum, verifiedRatingCount } of skills) {
      assert.ok(ratingSum >= ratingCount && ratingSum <= 5 * ratingCount);
      assert.ok(verifiedRatingCount <= ratingCount && ratingCount <= MOST_RATINGS);
    }
  });

  it('leave out no class of questions', () => {
    const chooser = new QuestionChooser();
    for (const skill of skills) chooser.add(skill);
    const questions = chooser.choose();
    assert.deepEqual(Object.keys(questions), [...SEARCH_CLASSES]);
    for (const name of SEARCH_CLASSES) {
      const distinct = new Set(questions[name].map((question) => JSON.stringify(question)));
      assert.ok(distinct.size >= 10, `${name} has ${distinct.size}`);
      assert.equal(distinct.size, questions[name].length);
    }
  });
});

describe('a draw of words', () => {
  it('comes as often as its rank says', () => {
    const words = ['first', 'second', 'third'];
    const draw = zipfDraw(words, randomOf(5), 1);
    const drawn = Array.from({ length: 60_000 }, draw);
    const shares = words.map((word) => drawn.filter((one) => one === word).length / drawn.length);
    for (const [index, share] of [6 / 11, 3 / 11, 2 / 11].entries()) {
      assert.ok(Math.abs((shares[index] ?? 0) - share) < 0.01, `${words[index]}: ${shares[index]}`);
    }
  });
});
