import type { Diagnostic } from '@skill-marketplace/shared/contracts';
import { completeVersion, type ParsedSkill } from '@skill-marketplace/shared/format';
import { invalidInput } from '../../errors/failures.ts';
import type { SkillMeta } from './skillMeta.ts';

/** The version of a skill that names none. */
const FIRST_VERSION = '1.0.0';

/** The number that a skill comes in for, and what had to be made of it. */
export interface AskedVersion {
  version: string;
  diagnostics: Diagnostic[];
}

/**
 * The number asked for: the caller's, else `metadata.version` or `version` of the frontmatter, else the
 * latest of `_meta.json`, else 1.0.0. A caller's that is no semantic version is `invalid_input`.
 */
export function askedVersion(
  asked: string | undefined,
  parsed: Pick<ParsedSkill, 'version'>,
  meta: SkillMeta,
): AskedVersion {
  if (asked !== undefined) {
    const version = completeVersion(asked);
    if (version === undefined) throw invalidInput('version', 'Give a semantic version, as 1.2.3.');
    return completed(asked, version, 'The version');
  }
  if (parsed.version !== undefined) return { version: parsed.version, diagnostics: [] };
  const written = meta.latest?.version ?? '';
  const version = completeVersion(written);
  if (version === undefined) return { version: FIRST_VERSION, diagnostics: [] };
  return completed(written, version, 'The version in _meta.json,');
}

function completed(written: string, version: string, what: string): AskedVersion {
  if (written === version) return { version, diagnostics: [] };
  const diagnostic: Diagnostic = {
    code: 'version_completed',
    severity: 'info',
    message: `${what} ${written.slice(0, 64)} is not a full semantic version.`,
    repaired: `It was read as ${version}.`,
  };
  return { version, diagnostics: [diagnostic] };
}
