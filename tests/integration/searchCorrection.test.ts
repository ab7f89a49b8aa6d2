import assert from 'node:assert/strict';
import type { MarketplaceInputs } from '@skill-marketplace/shared/client';
import { startHub, type Hub } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { recountWords } from '../../server/src/features/search/dictionary.repository.ts';

type SearchInput = MarketplaceInputs['skills']['search'];

describe('the correction of a search', function () {
  this.timeout(30_000);
  let hub: Hub;

  const search = async (input: SearchInput) => {
    const { items, correctedQuery } = await hub.client.skills.search.query(input);
    return { names: items.map(({ name }) => name), correctedQuery };
  };

  before(async () => {
    hub = await startHub();
    await hub.importFiles({
      'a/SKILL.md': skillText({ name: 'kubernetes', description: 'Watches a cluster of pods.' }),
      'b/SKILL.md': skillText({ name: 'pdf-tools', description: 'Splits pages of documents.' }),
      'c/SKILL.md': skillText({
        name: 'kube-nets',
        description: 'Draws networks.',
        body: 'It talks of kuberneta, once.\n',
      }),
    });
    // Held: brought in by somebody whose skills are reviewed first.
    const member = await hub.addUser('member', { publishers: ['globex'] });
    await member.client.publishing.publish.mutate({
      publisher: 'globex',
      files: [
        {
          path: 'SKILL.md',
          content: Buffer.from(
            skillText({ name: 'xylophonist', description: 'Plays the glockenspiel.' }),
          ).toString('base64'),
        },
      ],
    });
  });
  after(() => hub[Symbol.asyncDispose]());

  it('replaces a word that nobody has, and says what it searched for', async () => {
    assert.deepEqual(await search({ query: 'kuberntes pods' }), {
      names: ['kubernetes'],
      correctedQuery: 'kubernetes pods',
    });
    assert.deepEqual((await search({ query: 'documenst' })).correctedQuery, 'documents');
  });

  it('keeps case, signs and filters of the rest as they were', async () => {
    const query = 'Pages  documenst type:prompt';
    assert.equal((await search({ query })).correctedQuery, 'Pages  documents type:prompt');
  });

  it('searches for the original when asked exactly', async () => {
    assert.deepEqual(await search({ query: 'documenst', exact: true }), {
      names: [],
      correctedQuery: undefined,
    });
  });

  it('never touches a name, what stands between quotes, or a filter', async () => {
    assert.deepEqual(await search({ query: 'kube-nets' }), {
      names: ['kube-nets'],
      correctedQuery: undefined,
    });
    assert.equal((await search({ query: '"documenst"' })).correctedQuery, undefined);
    const { correctedQuery } = await search({ query: 'documenst -documenst publisher:documenst' });
    assert.equal(correctedQuery, undefined);
    const both = await search({ query: '-documenst pagse' });
    assert.equal(both.correctedQuery, '-documenst pages');
  });

  it('corrects a part of a compound', async () => {
    assert.deepEqual(await search({ query: 'pdf-toosl' }), {
      names: ['pdf-tools'],
      correctedQuery: 'pdf-tools',
    });
  });

  it('leaves the beginning of a known word alone', async () => {
    for (const query of ['kuber', 'kubern', 'docume', 'clust', 'networ']) {
      assert.equal((await search({ query })).correctedQuery, undefined, query);
    }
  });

  it('says what it searched for, although no more was found by it', async () => {
    assert.deepEqual(await search({ query: 'cluster pods wacthes' }), {
      names: ['kubernetes'],
      correctedQuery: 'cluster pods watches',
    });
  });

  it('leaves a word before a slash or an asterisk alone', async () => {
    for (const query of ['documenst/', 'documenst*', 'pages documenst/', 'clustre* pages']) {
      assert.equal((await search({ query })).correctedQuery, undefined, query);
    }
    assert.equal((await search({ query: 'clustre* pagse' })).correctedQuery, 'clustre* pages');
  });

  it('works in every order', async () => {
    for (const sort of ['name', 'installs', 'newest', 'rating'] as const) {
      assert.deepEqual(
        await search({ query: 'documenst', sort }),
        { names: ['pdf-tools'], correctedQuery: 'documents' },
        sort,
      );
    }
  });

  it('never learns from a held skill, before and after words are counted anew', async () => {
    const isSecret = async () => {
      for (const query of ['xylophonits', 'glockenspeil']) {
        assert.deepEqual(await search({ query }), { names: [], correctedQuery: undefined }, query);
      }
      const rows = await hub.orm.em
        .fork()
        .execute(`select word from search_words where word in ('xylophonist', 'glockenspiel')`);
      assert.deepEqual(rows, []);
    };
    await isSecret();
    await recountWords(hub.orm.em.fork());
    await isSecret();
    await hub.changeState('globex/xylophonist', '1.0.0', { decision: 'approved' });
    assert.equal((await search({ query: 'glockenspeil' })).correctedQuery, 'glockenspiel');
  });

  it('counts the skills of a word, and forgets those that went away', async () => {
    const countOf = async (word: string) => {
      await recountWords(hub.orm.em.fork());
      const rows = await hub.orm.em
        .fork()
        .execute<{ count: number }[]>(
          'select skill_count as count from search_words where word = ?',
          [word],
        );
      return rows[0]?.count;
    };
    await hub.importFiles({
      'e/SKILL.md': skillText({ name: 'pods', description: 'Counts pods of a cluster.' }),
    });
    assert.equal(await countOf('cluster'), 2);
    await hub.changeState('acme/pods', '1.0.0', { decision: 'blocked' });
    assert.equal(await countOf('cluster'), 1);
    assert.equal(await countOf('kuberneta'), 0);
  });
});
