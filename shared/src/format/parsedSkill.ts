import type {
  Capability,
  Diagnostic,
  Loading,
  PackageManager,
  PackageRequirement,
  SkillType,
  TokenCost,
} from '../contracts/index.ts';

/** One file of a skill's folder as it was read; `path` relative to the folder, with `/`. */
export interface SourceFile {
  path: string;
  content: Uint8Array;
}

/** What the parser is given: the folder's name (empty where the files lie in none) and its files, SKILL.md (in any spelling) among them. */
export interface SkillSource {
  folderName: string;
  files: readonly SourceFile[];
}

/** What the parser makes of a skill; it never throws, whatever the input. */
export interface ParsedSkill {
  /** The folder an install makes: the frontmatter's name when it is valid, else a slug of it, of the heading or of the folder. */
  installName: string;
  displayName: string;
  /** 1 to 1,024 characters, from the first paragraph, else the title, when the frontmatter has none. */
  description: string;
  author?: string;
  license?: string;
  homepage?: string;
  compatibility?: string;
  /** As written in `metadata.version` or `version`. */
  declaredVersion?: string;
  /** The declared version completed to semver (`1` → `1.0.0`); missing when none is declared or it is none. */
  version?: string;
  category: { name: string; source: 'declared' | 'derived' };
  tags: string[];
  skillType: SkillType;
  /** SKILL.md without its frontmatter. */
  readme: string;
  /** All keys as they were read, unknown ones too. */
  frontmatter: Record<string, unknown>;
  capabilities: Capability[];
  packages: PackageRequirement[];
  packageManager?: PackageManager;
  tokens: TokenCost;
  /** Whether agents would load the skill as it stands, and why not. */
  loading: Loading[];
  diagnostics: Diagnostic[];
  /** Path of the skill file as it was found (`SKILL.md`, `skill.md`). */
  skillFilePath: string;
  /** The SKILL.md that an install needs where the one found would not load; missing when it loads as it stands. */
  repairedSkillFile?: string;
}
