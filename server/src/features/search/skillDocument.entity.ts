import { defineEntity, p, type Opt } from '@mikro-orm/core';
import { Skill } from '../skills/skill.entity.ts';

const SkillDocumentSchema = defineEntity({
  name: 'SkillDocument',
  tableName: 'skill_documents',
  properties: {
    skill: () => p.manyToOne(Skill).primary().deleteRule('cascade'),
    /** The words of the latest version's README; in a table of its own, so that lists never read it. */
    doc: p
      .type('tsvector' as const)
      .$type<Opt<string>>()
      .columnType('tsvector')
      .lazy(),
  },
  indexes: [{ name: 'skill_documents_doc_index', properties: ['doc'], type: 'gin' }],
});

/** What a search reads of a skill's README. */
export class SkillDocument extends SkillDocumentSchema.class {}
SkillDocumentSchema.setClass(SkillDocument);
