import type { Capability } from '../contracts/index.ts';
import type { Report } from './diagnostics.ts';
import { frontmatterCapabilities } from './frontmatterCapabilities.ts';
import type { Frontmatter } from './frontmatter.ts';
import { loadTimeCommands } from './loadTimeCommands.ts';
import { fileCapabilities } from './fileCapabilities.ts';
import type { SourceFile } from './parsedSkill.ts';
import { SKILL_FILE_NAME } from './skillFile.ts';

/** The most entries of one kind that are listed. */
const MAX_OF_A_KIND = 500;

/**
 * Lists what a skill can do beyond being read, each once, in a fixed order: load-time commands,
 * hooks, pre-approved tools, scripts, network, binaries. Found by reading alone, so a list
 * without entries is no proof of harmlessness.
 */
export function findCapabilities(
  frontmatter: Frontmatter,
  skillFilePath: string,
  files: readonly SourceFile[],
  report: Report,
): Capability[] {
  const found = [
    // Under the name that an install gives it; the lines are those of the file as it was found.
    ...loadTimeCommands(frontmatter, SKILL_FILE_NAME),
    ...frontmatterCapabilities(frontmatter, SKILL_FILE_NAME),
    ...fileCapabilities(files.filter(({ path }) => path !== skillFilePath)),
  ];
  const kinds = [
    'load_time_command',
    'hook',
    'preapproved_tool',
    'script',
    'network',
    'binary',
  ] as const;
  return kinds.flatMap((kind) => {
    const ofKind = unique(found.filter((capability) => capability.kind === kind));
    if (ofKind.length > MAX_OF_A_KIND) {
      report(
        'capabilities_cut',
        `Of ${ofKind.length} entries of the kind ${kind} the first ${MAX_OF_A_KIND} are listed.`,
      );
    }
    return ofKind.slice(0, MAX_OF_A_KIND);
  });
}

/** A script or binary is one a file; anything else counts once, where it stands first. */
function unique(capabilities: readonly Capability[]): Capability[] {
  const byKey = new Map<string, Capability>();
  for (const capability of capabilities) {
    const isFile = capability.kind === 'script' || capability.kind === 'binary';
    const key = JSON.stringify([capability.detail, isFile ? capability.path : '']);
    if (!byKey.has(key)) byKey.set(key, capability);
  }
  return [...byKey.values()];
}
