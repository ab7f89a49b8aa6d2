import { parseSkill, type ParsedSkill } from '@skill-marketplace/shared/format';
import type { Diagnostic } from '@skill-marketplace/shared/contracts';
import { DomainError } from '../../errors/domainError.ts';
import { invalidInput } from '../../errors/failures.ts';
import {
  describeFiles,
  digestOf,
  type LoadedFile,
  type NewBundle,
  type NewFile,
} from '../../storage/bundle.repository.ts';
import { readMeta, type SkillMeta } from './skillMeta.ts';
import { askedVersion } from './askedVersion.ts';

/** A skill's files as they will be stored, with all that was read out of them. */
export interface PreparedSkill {
  parsed: ParsedSkill;
  meta: SkillMeta;
  /** With a repaired SKILL.md where the one found would not load. */
  files: LoadedFile[];
  digest: string;
  /** The files before a repair; missing when nothing was repaired. */
  source?: NewBundle;
  /** The number it asks for. */
  version: string;
  diagnostics: Diagnostic[];
}

/** What the parser calls a skill that has neither a name, nor a heading, nor a folder. */
const NO_NAME = 'skill';

/** A skill's files as they came in, and what the caller says of them. */
export interface SkillInput {
  folderName: string;
  files: readonly NewFile[];
  /** Links that were left out. */
  links?: readonly string[] | undefined;
  /** The number that the caller asks for, as written; it counts before what the files say. */
  version?: string | undefined;
}

/**
 * Parses the files of a skill, and repairs its SKILL.md when it would not load. One that is beyond repair
 * is `too_large` or `invalid_input`.
 */
export function prepareSkill({
  folderName,
  files,
  links = [],
  version,
}: SkillInput): PreparedSkill {
  const parsed = parseSkill({ folderName, files });
  const beyondRepair = parsed.diagnostics.find(({ severity }) => severity === 'error');
  if (beyondRepair !== undefined) {
    const reason = beyondRepair.code === 'skill_file_too_large' ? 'too_large' : 'invalid_input';
    throw new DomainError(reason, beyondRepair.message);
  }
  const isNameless = parsed.diagnostics.some(({ code }) => code === 'name_missing');
  if (isNameless && folderName === '' && parsed.installName === NO_NAME) {
    throw invalidInput('name', 'Give the skill a name: its SKILL.md says none.');
  }
  const meta = readMeta(files);
  const stored = describeFiles(repairedFiles(files, parsed));
  const source = parsed.repairedSkillFile === undefined ? undefined : bundleOf(files);
  const asked = askedVersion(version, parsed, meta);
  return {
    parsed,
    meta,
    files: stored,
    digest: digestOf(stored),
    ...(source === undefined ? {} : { source }),
    version: asked.version,
    diagnostics: [...parsed.diagnostics, ...links.map(linkLeftOut), ...asked.diagnostics],
  };
}

function bundleOf(files: readonly NewFile[]): NewBundle {
  const described = describeFiles(files);
  return { digest: digestOf(described), files: described };
}

function repairedFiles(files: readonly NewFile[], parsed: ParsedSkill): NewFile[] {
  if (parsed.repairedSkillFile === undefined) return [...files];
  const content = new TextEncoder().encode(parsed.repairedSkillFile);
  const skillFile = files.find(({ path }) => path === parsed.skillFilePath);
  return [
    ...files.filter((file) => file !== skillFile),
    { ...skillFile, path: 'SKILL.md', content },
  ];
}

function linkLeftOut(path: string): Diagnostic {
  return {
    code: 'link_left_out',
    severity: 'warning',
    message: `The link ${path} was left out: a skill holds files only.`,
  };
}
