import type { SkillDetail } from '@skill-marketplace/shared/contracts';
import { count, installsText, oneLine, typeName } from '../browse/skillRow.ts';
import { capabilityText } from '../installing/capabilityText.ts';
import { ratingsText } from '../ratings/ratingBars.ts';
import { decisionText } from '../reviewing/blockTexts.ts';
import { ratingsSection, type ShownRatings } from './ratingsSection.ts';

/** The page about a skill: facts first, then what its SKILL.md says, as it stands. */
export function detailsText(skill: SkillDetail, ratings?: ShownRatings): string {
  return `${[
    `# ${oneLine(skill.displayName)}`,
    oneLine(skill.description),
    bullets(facts(skill)),
    '## What it can do',
    skill.capabilities.length === 0
      ? 'Nothing was found beyond being read by an agent.'
      : bullets(skill.capabilities.map(capabilityText)),
    `## Files (${skill.files.length})`,
    bullets(
      skill.files.map(
        ({ path, size, executable }) =>
          `${path} · ${sizeText(size)}${executable ? ' · can be run' : ''}`,
      ),
    ),
    '## Versions',
    bullets([...skill.versions.map(versionText), ...skill.earlierVersions.map(earlierVersionText)]),
    ...(ratings === undefined ? [] : ratingsSection(skill, ratings)),
    ...notes(skill),
    '---',
    skill.readme.trim(),
  ].join('\n\n')}\n`;
}

function facts(skill: SkillDetail): string[] {
  const { tags, packages, tokens, deprecated } = skill;
  return [
    `Reference: ${skill.reference}`,
    `Publisher: ${skill.publisher}${skill.author === '' ? '' : `, by ${oneLine(skill.author)}`}`,
    `Version: ${skill.latestVersion ?? 'none that can be installed'} · ${SCAN_TEXTS[skill.scan]}`,
    `Type: ${typeName(skill.skillType)}`,
    `Category: ${skill.category}${tags.length === 0 ? '' : ` · ${tags.map(oneLine).join(', ')}`}`,
    `Rating: ${ratingsText(skill) ?? 'none yet'}`,
    `Installs: ${installsText(skill) ?? 'none yet'}`,
    `Cost in the agent's context: about ${count(tokens.metadata)} tokens always, ${count(tokens.body)} when it is used`,
    `From: ${provenanceText(skill.provenance)}`,
    ...(packages.length === 0
      ? []
      : [
          `Needs: ${packages.map(({ ecosystem, specifier }) => `${oneLine(specifier)} (${ecosystem})`).join(', ')}`,
        ]),
    ...(deprecated === undefined
      ? []
      : [
          `Deprecated${deprecated.replacedBy === undefined ? '' : `: use ${deprecated.replacedBy}`}`,
        ]),
  ];
}

const SCAN_TEXTS: Record<SkillDetail['scan'], string> = {
  none: 'not scanned',
  pending: 'the scan has not ended yet',
  clean: 'scanned, no findings',
  findings: 'scanned, with findings',
  error: 'the scan failed',
};

function provenanceText({ kind, url, commit, path }: SkillDetail['provenance']): string {
  const source = [url, path, commit?.slice(0, 12)].filter((part) => part !== undefined);
  const how = { starter: 'starter skills', import: 'an import', publish: 'its publisher' }[kind];
  return source.length === 0 ? how : `${how} (${source.map(oneLine).join(' · ')})`;
}

function versionText(version: SkillDetail['versions'][number]): string {
  const { version: number, createdAt, size, availability, decision } = version;
  const state = {
    installable: 'can be installed',
    restoreOnly: 'withdrawn',
    held: 'waits for review',
    blocked: 'blocked',
  }[availability];
  const decided = decision === undefined ? [] : [decisionText(decision)];
  // That it is blocked, the decision says already.
  const states = decision?.action === 'block' ? decided : [state, ...decided];
  return [number, createdAt.toISOString().slice(0, 10), sizeText(size), ...states].join(' · ');
}

/** A version that was published elsewhere: shown, so that nobody wonders where its number is. */
function earlierVersionText({
  version,
  publishedAt,
}: SkillDetail['earlierVersions'][number]): string {
  const day = publishedAt === undefined ? '' : ` · ${publishedAt.toISOString().slice(0, 10)}`;
  return `${version}${day} · published elsewhere, not kept here`;
}

function notes({ diagnostics, loading }: SkillDetail): string[] {
  const editor = loading.find(({ agent }) => agent === 'vscode');
  const dropped =
    editor === undefined || editor.loads
      ? []
      : ['As it came in, VS Code would not have loaded it; it loads what an install writes.'];
  if (diagnostics.length === 0) return [];
  return [
    '## Notes on its form',
    ...dropped,
    bullets(
      diagnostics.map(({ severity, message, line, repaired }) => {
        const place = line === undefined ? '' : ` (line ${line})`;
        const repair = repaired === undefined ? '' : ` Repaired: ${oneLine(repaired)}`;
        return `${severity}: ${oneLine(message)}${place}${repair}`;
      }),
    ),
  ];
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function sizeText(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`;
}
