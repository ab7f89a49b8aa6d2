import type { SkillType } from '../contracts/index.ts';
import { fieldOf } from './fields.ts';
import type { CodeFence } from './markdownLines.ts';

/** What people write for a type, in lower case. */
const TYPE_BY_WORD: Readonly<Record<string, SkillType>> = {
  instructions: 'prompt_only',
  javascript: 'nodejs',
  js: 'nodejs',
  markdown: 'prompt_only',
  node: 'nodejs',
  'node.js': 'nodejs',
  nodejs: 'nodejs',
  prompt: 'prompt_only',
  prompt_only: 'prompt_only',
  py: 'python_code',
  python: 'python_code',
  python3: 'python_code',
  python_code: 'python_code',
  ts: 'nodejs',
  typescript: 'nodejs',
};

/** Material to read or to copy: scripts below such a folder are not what the skill runs. */
const PASSIVE_FOLDER =
  /(?:^|\/)(?:assets?|references?|templates?|examples?|samples?|docs?|tests?|__tests__|fixtures|node_modules)\//i;

/**
 * Decides what a skill is made of: what it says (`skill_type`, `type`, `language`), else what
 * most of its scripts are, else a program in a code block, else `prompt_only`.
 */
export function skillTypeOf(
  keys: Record<string, unknown>,
  paths: readonly string[],
  fences: readonly CodeFence[],
): SkillType {
  for (const key of ['skill_type', 'skill-type', 'skillType', 'type', 'language']) {
    const word = fieldOf(keys, key);
    const declared = typeof word === 'string' ? typeOfWord(word) : undefined;
    if (declared !== undefined) return declared;
  }
  const scripts = paths.filter((path) => !PASSIVE_FOLDER.test(path)).map(typeOfScript);
  const python = scripts.filter((type) => type === 'python_code').length;
  const node = scripts.filter((type) => type === 'nodejs').length;
  if (python + node > 0) return python >= node ? 'python_code' : 'nodejs';
  return typeOfFences(fences);
}

function typeOfScript(path: string): SkillType | undefined {
  if (/\.py$/i.test(path)) return 'python_code';
  return /\.[cm]?[jt]s$/i.test(path) && !/\.d\.[cm]?ts$|\.config\.[cm]?[jt]s$/i.test(path)
    ? 'nodejs'
    : undefined;
}

/** Own keys only: `constructor` is no type. */
function typeOfWord(word: string): SkillType | undefined {
  const key = word.trim().toLowerCase().replaceAll('-', '_');
  return Object.hasOwn(TYPE_BY_WORD, key) ? TYPE_BY_WORD[key] : undefined;
}

/** A program says where it starts; most blocks are fragments that show how something is written. */
const ENTRY_POINT: Readonly<Record<'python_code' | 'nodejs', RegExp>> = {
  python_code: /^(?:#!|if __name__ ==|(?:async )?def (?:main|run|execute|handler)\()/m,
  nodejs:
    /^(?:#!|(?:export (?:default )?)?(?:async )?function (?:main|run|execute|handler)\(|main\(\)|(?:module\.)?exports\.?(?:main|run|execute|handler)? ?=)/m,
};

function typeOfFences(fences: readonly CodeFence[]): SkillType {
  for (const { language, content } of fences) {
    const type = typeOfWord(language);
    if (type === undefined || type === 'prompt_only') continue;
    if (fences.length === 1 || ENTRY_POINT[type].test(content)) return type;
  }
  return 'prompt_only';
}
