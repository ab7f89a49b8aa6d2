/** Languages of scripts by the ending of the file. */
const LANGUAGE_BY_ENDING: Readonly<Record<string, string>> = {
  bash: 'shell',
  bat: 'batch',
  cjs: 'javascript',
  cmd: 'batch',
  command: 'shell',
  cs: 'csharp',
  csx: 'csharp',
  cts: 'typescript',
  fish: 'shell',
  go: 'go',
  groovy: 'groovy',
  java: 'java',
  js: 'javascript',
  jsx: 'javascript',
  kts: 'kotlin',
  lua: 'lua',
  mjs: 'javascript',
  mts: 'typescript',
  php: 'php',
  pl: 'perl',
  ps1: 'powershell',
  psm1: 'powershell',
  py: 'python',
  r: 'r',
  rb: 'ruby',
  rs: 'rust',
  scpt: 'applescript',
  applescript: 'applescript',
  sh: 'shell',
  swift: 'swift',
  ts: 'typescript',
  tsx: 'typescript',
  vbs: 'vbscript',
  zsh: 'shell',
};

/** Programs of a shebang, by how their name begins. */
const LANGUAGE_BY_PROGRAM: readonly (readonly [string, string])[] = [
  ['python', 'python'],
  ['uv', 'python'],
  ['node', 'javascript'],
  ['bun', 'typescript'],
  ['deno', 'typescript'],
  ['tsx', 'typescript'],
  ['ts-node', 'typescript'],
  ['ruby', 'ruby'],
  ['perl', 'perl'],
  ['php', 'php'],
  ['pwsh', 'powershell'],
  ['osascript', 'applescript'],
  ['swift', 'swift'],
  ['bash', 'shell'],
  ['zsh', 'shell'],
  ['dash', 'shell'],
  ['ksh', 'shell'],
  ['fish', 'shell'],
  ['sh', 'shell'],
];

/** The programs above, with or without a version (`python3.12`). */
const PROGRAM = new RegExp(
  `^(${LANGUAGE_BY_PROGRAM.map(([program]) => program).join('|')})[\\d.]*$`,
);

/** The language that a file is a script of, by its name or, without a telling one, its first line; else `undefined`. */
export function scriptLanguage(path: string, firstLine: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (name.endsWith('.d.ts')) return undefined;
  const dot = name.lastIndexOf('.');
  const ending = name.slice(dot + 1);
  // Own keys only: `constructor` is no ending.
  if (dot > 0 && Object.hasOwn(LANGUAGE_BY_ENDING, ending)) return LANGUAGE_BY_ENDING[ending];
  if (!firstLine.startsWith('#!')) return undefined;
  const words = firstLine
    .slice(2, 200)
    .trim()
    .split(/[\s/]+/);
  const program = words.findLast((word) => programLanguage(word) !== undefined);
  return program === undefined ? 'shell' : programLanguage(program);
}

function programLanguage(word: string): string | undefined {
  const name = PROGRAM.exec(word)?.[1];
  return LANGUAGE_BY_PROGRAM.find(([program]) => program === name)?.[1];
}
