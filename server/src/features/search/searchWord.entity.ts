import { defineEntity, p } from '@mikro-orm/core';

const SearchWordSchema = defineEntity({
  name: 'SearchWord',
  tableName: 'search_words',
  properties: {
    /** Of words that only its members' skills have; empty for words that everyone may know. */
    publisher: p.string().length(64).default('').primary(),
    /** As the catalogue writes it, folded. */
    word: p.string().length(64).primary(),
    /** Its stem in PostgreSQL's English configuration. */
    lexeme: p.string().length(64),
    /** Skills that have it in name, tags or description; 0 where only READMEs have it. As of the last count. */
    skillCount: p.integer(),
  },
  indexes: [
    { name: 'search_words_lexeme_index', properties: ['lexeme'] },
    {
      name: 'search_words_trigram_index',
      expression:
        'create index "search_words_trigram_index" on "search_words" using gin ("word" gin_trgm_ops)',
    },
  ],
});

/** A word that some skill has: what a search knows, and corrects by. */
export class SearchWord extends SearchWordSchema.class {}
SearchWordSchema.setClass(SearchWord);
