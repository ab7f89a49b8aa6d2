import { basename } from 'node:path';
import { completeVersion, parseSkill, type ParsedSkill } from '@skill-marketplace/shared/format';
import type { Diagnostic } from '@skill-marketplace/shared/contracts';
import { DomainError } from '../../errors/domainError.ts';
import {
  describeFiles,
  digestOf,
  type LoadedFile,
  type NewFile,
} from '../../storage/bundle.repository.ts';
import { readMeta, type SkillMeta } from './skillMeta.ts';

/** The version of a skill that names none. */
const FIRST_VERSION = '1.0.0';

/** A skill's files as they will be stored, with all that was read out of them. */
export interface PreparedSkill {
  parsed: ParsedSkill;
  meta: SkillMeta;
  /** With a repaired SKILL.md where the one found would not load. */
  files: LoadedFile[];
  digest: string;
  /** Digest of the bytes before a repair; missing when nothing was repaired. */
  sourceDigest?: string;
  /** The number it asks for. */
  version: string;
  diagnostics: Diagnostic[];
}

/**
 * Parses the files of a skill, and repairs its SKILL.md when it would not load. One that is beyond repair
 * is `too_large` or `invalid_input`.
 */
export function prepareSkill(
  folder: string,
  files: readonly NewFile[],
  links: readonly string[],
): PreparedSkill {
  const parsed = parseSkill({ folderName: basename(folder), files });
  const beyondRepair = parsed.diagnostics.find(({ severity }) => severity === 'error');
  if (beyondRepair !== undefined) {
    const reason = beyondRepair.code === 'skill_file_too_large' ? 'too_large' : 'invalid_input';
    throw new DomainError(reason, beyondRepair.message);
  }
  const meta = readMeta(files);
  const stored = describeFiles(repairedFiles(files, parsed));
  const isRepaired = parsed.repairedSkillFile !== undefined;
  return {
    parsed,
    meta,
    files: stored,
    digest: digestOf(stored),
    ...(isRepaired ? { sourceDigest: digestOf(describeFiles(files)) } : {}),
    ...versionOf(parsed, meta, links),
  };
}

/** The number asked for, and everything to know about the skill's form. */
function versionOf(
  parsed: ParsedSkill,
  meta: SkillMeta,
  links: readonly string[],
): Pick<PreparedSkill, 'version' | 'diagnostics'> {
  const diagnostics = [...parsed.diagnostics, ...links.map(linkLeftOut)];
  if (parsed.version !== undefined) return { version: parsed.version, diagnostics };
  const written = meta.latest?.version;
  const version = completeVersion(written ?? '') ?? FIRST_VERSION;
  if (written !== undefined && written !== version) {
    diagnostics.push({
      code: 'version_completed',
      severity: 'info',
      message: `The version ${written} in _meta.json is not a full semantic version.`,
      repaired: `It was read as ${version}.`,
    });
  }
  return { version, diagnostics };
}

function repairedFiles(files: readonly NewFile[], parsed: ParsedSkill): NewFile[] {
  if (parsed.repairedSkillFile === undefined) return [...files];
  const content = new TextEncoder().encode(parsed.repairedSkillFile);
  return [
    ...files.filter(({ path }) => path !== parsed.skillFilePath),
    { path: 'SKILL.md', content },
  ];
}

function linkLeftOut(path: string): Diagnostic {
  return {
    code: 'link_left_out',
    severity: 'warning',
    message: `The link ${path} was left out: a skill holds files only.`,
  };
}
