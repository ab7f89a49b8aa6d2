import type { Capability } from '../contracts/index.ts';
import type { Frontmatter } from './frontmatter.ts';
import { isRecord } from './frontmatterYaml.ts';
import { shorten, visibleText } from './hiddenCharacters.ts';

const MAX_DETAIL = 500;

/** What is listed, and the text in the frontmatter that says so. */
interface Finding {
  detail: string;
  text?: string;
}

/**
 * Hooks (`Event: command`) and the tools that a skill asks to use without being asked about. The
 * line is that of the command or tool; that of the key where it cannot be made out.
 */
export function frontmatterCapabilities(
  { keys, keyLines, lineOf }: Frontmatter,
  path: string,
): Capability[] {
  const list = (
    kind: Capability['kind'],
    key: string,
    findings: readonly Finding[],
  ): Capability[] =>
    findings
      .map(({ detail, text }) => ({
        kind,
        detail: shorten(visibleText(detail), MAX_DETAIL),
        path,
        line: (text === undefined ? undefined : lineOf(key, text)) ?? keyLines.get(key) ?? 1,
      }))
      .filter(({ detail }) => detail !== '');
  return [
    ...list('hook', 'hooks', hooksOf(keys['hooks'])),
    ...['allowed-tools', 'allowed_tools', 'allowedTools'].flatMap((key) =>
      list('preapproved_tool', key, toolsOf(keys[key])),
    ),
  ];
}

/** A hook whose command cannot be made out is still one: then its event stands alone. */
function hooksOf(hooks: unknown): Finding[] {
  if (hooks === undefined || hooks === null || hooks === false) return [];
  if (!isRecord(hooks)) {
    const commands = commandsIn(hooks);
    return commands.length === 0
      ? [{ detail: 'hooks' }]
      : commands.map((command) => ({ detail: command, text: command }));
  }
  return Object.entries(hooks).flatMap(([event, value]): Finding[] => {
    const commands = commandsIn(value);
    return commands.length === 0
      ? [{ detail: event, text: event }]
      : commands.map((command) => ({ detail: `${event}: ${command}`, text: command }));
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

function toolsOf(value: unknown): Finding[] {
  if (typeof value === 'string') {
    return splitTools(value).map((tool) => ({ detail: tool, text: value }));
  }
  if (Array.isArray(value)) return value.flatMap(toolsOf);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([tool, allowed]) =>
    allowed === false ? [] : [{ detail: tool, text: tool }],
  );
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
