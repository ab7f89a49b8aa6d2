import type { ParsedSkill, SkillSource } from './parsedSkill.ts';
import { findCapabilities } from './capabilities.ts';
import { categorize } from './category.ts';
import { readVersion } from './declaredVersion.ts';
import { describe } from './description.ts';
import { startReport } from './diagnostics.ts';
import { titleOf } from './displayTitle.ts';
import { readListingFields } from './fields.ts';
import { readFrontmatter } from './frontmatter.ts';
import { identify } from './identity.ts';
import { loadingOf } from './loading.ts';
import { readMarkdown } from './markdownLines.ts';
import { readPackageManager } from './packageManager.ts';
import { readPackages } from './packages.ts';
import { plainText } from './plainValue.ts';
import { writeSkillFile } from './repairedFile.ts';
import { readSkillFile } from './skillFile.ts';
import { skillTypeOf } from './skillType.ts';

/** Bytes of UTF-8 that make one token, roughly, in any script: tokenizers merge bytes. */
const BYTES_PER_TOKEN = 4;

/**
 * Reads a skill's folder leniently: whatever the bytes, it never throws, and says in
 * `diagnostics` what was wrong and what it made of it. Runs nothing and resolves nothing.
 *
 * `loading` says what agents make of SKILL.md as it was found, in the folder it was found in.
 * `repairedSkillFile` is there exactly when some agent would not load it and other bytes mend
 * that: not spelt so, not UTF-8, a byte order mark or blank lines before the frontmatter,
 * frontmatter missing, unclosed or invalid, or a `name` or `description` that breaks the
 * specification. Not mended is what an install mends (a folder of another name) and what is
 * kept for the agents that know it (keys and shapes that only the specification refuses). It is
 * missing as well when there is nothing to repair from: no skill file, an empty one, or one over 1 MiB
 * (diagnostics of severity `error`: not fit to be published).
 *
 * Time and memory are linear in the size of the files.
 *
 * @example
 * const content = new TextEncoder().encode('---\nname: pdf\ndescription: Reads PDF files.\n---\n# PDF\n');
 * parseSkill({ folderName: 'pdf', files: [{ path: 'SKILL.md', content }] }).installName // 'pdf'
 */
export function parseSkill(source: SkillSource): ParsedSkill {
  const { diagnostics, report } = startReport();
  const file = readSkillFile(source.files, report);
  const frontmatter = readFrontmatter(file.text, report);
  const { keys, body } = frontmatter;
  const { prose, fences } = readMarkdown(body);
  const {
    displayName,
    installName,
    loads: nameLoads,
  } = identify(frontmatter, titleOf(prose), source.folderName, report);
  const { description, loads: descriptionLoads } = describe(
    frontmatter,
    prose,
    displayName,
    report,
  );
  const fields = readListingFields(frontmatter, report);
  const loads = file.loads && frontmatter.loads && nameLoads && descriptionLoads;
  const skill = {
    installName,
    displayName,
    description,
    ...fields,
    ...readVersion(frontmatter, report),
    category: categorize(
      { keys, installName, displayName, description, tags: fields.tags },
      report,
    ),
    skillType: skillTypeOf(
      keys,
      source.files.map(({ path }) => path),
      fences,
    ),
    readme: plainText(body).replace(/^(?:[ \t]*\r?\n)+/, ''),
    frontmatter: keys,
    capabilities: findCapabilities(frontmatter, file.path, source.files, report),
    packages: readPackages(frontmatter, report),
    ...readPackageManager(frontmatter, report),
    tokens: { metadata: tokensOf(installName + description), body: tokensOf(body) },
    skillFilePath: file.path,
    ...(!loads &&
      file.isMendable && {
        repairedSkillFile: writeSkillFile(frontmatter, { name: installName, description }),
      }),
  };
  // Last, when all findings are in.
  return { ...skill, loading: loadingOf(diagnostics, frontmatter), diagnostics };
}

function tokensOf(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).length / BYTES_PER_TOKEN);
}
