import type { Capability } from '../contracts/index.ts';
import type { Frontmatter } from './frontmatter.ts';
import { isRecord } from './frontmatterYaml.ts';
import { shorten, visibleText } from './hiddenCharacters.ts';

const MAX_DETAIL = 500;

/** Hooks (`Event: command`) and the tools that a skill asks to use without being asked about. */
export function frontmatterCapabilities(
  { keys, keyLines }: Frontmatter,
  path: string,
): Capability[] {
  const list = (
    kind: Capability['kind'],
    key: string,
    details: readonly string[],
  ): Capability[] => {
    const line = keyLines.get(key);
    return details
      .map((detail) => shorten(visibleText(detail), MAX_DETAIL))
      .filter((detail) => detail !== '')
      .map((detail) => ({ kind, detail, path, ...(line !== undefined && { line }) }));
  };
  return [
    ...list('hook', 'hooks', hooksOf(keys['hooks'])),
    ...['allowed-tools', 'allowed_tools', 'allowedTools'].flatMap((key) =>
      list('preapproved_tool', key, toolsOf(keys[key])),
    ),
  ];
}

/** A hook whose command cannot be made out is still one: then its event stands alone. */
function hooksOf(hooks: unknown): string[] {
  if (hooks === undefined || hooks === null || hooks === false) return [];
  if (!isRecord(hooks)) return commandsIn(hooks).length > 0 ? commandsIn(hooks) : ['hooks'];
  return Object.entries(hooks).flatMap(([event, value]) => {
    const commands = commandsIn(value);
    return commands.length === 0 ? [event] : commands.map((command) => `${event}: ${command}`);
  });
}

const COMMAND_KEYS = new Set(['command', 'prompt', 'run', 'script', 'url']);

function commandsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(commandsIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    if (typeof entry !== 'string') return commandsIn(entry);
    return COMMAND_KEYS.has(key) ? [entry] : [];
  });
}

function toolsOf(value: unknown): string[] {
  if (typeof value === 'string') return splitTools(value);
  if (Array.isArray(value)) return value.flatMap(toolsOf);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([tool, allowed]) => (allowed === false ? [] : [tool]));
}

/** Tools stand between spaces or commas, but `Bash(git add:*)` is one. */
function splitTools(text: string): string[] {
  const tools: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index <= text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '(') depth += 1;
    if (character === ')') depth = Math.max(0, depth - 1);
    const isEnd = index === text.length || (depth === 0 && /[\s,[\]]/.test(character));
    if (!isEnd) continue;
    if (index > start) tools.push(text.slice(start, index).replace(/^["']|["']$/g, ''));
    start = index + 1;
  }
  return tools;
}
