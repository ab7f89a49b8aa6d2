/** Every agent known here, in the order in which screens list them. */
export const AGENT_IDS = [
  'vscode',
  'claude-code',
  'codex',
  'cursor',
  'gemini-cli',
  'opencode',
  'windsurf',
] as const;

/** An agent's id, as settings name it. */
export type AgentId = (typeof AGENT_IDS)[number];

/** `project`: folders below a workspace folder; `user`: folders below the home folder. */
export type AgentScope = 'project' | 'user';

/** What shows that an agent is in use; any one sign is enough. */
export interface AgentSigns {
  /** Files and folders below a workspace folder. */
  workspace: readonly string[];
  /** Files and folders below the home folder. */
  home: readonly string[];
  /** Ids of VS Code extensions, in lower case. */
  extensions: readonly string[];
  /** Programs on PATH, without a file extension. */
  programs: readonly string[];
}

/** An agent: the folders that it reads skills from, and how to see that it is in use. */
export interface Agent {
  id: AgentId;
  displayName: string;
  /** Relative to the workspace folder or to the home folder, with `/`. */
  folders: Readonly<Record<AgentScope, readonly string[]>>;
  signs: AgentSigns;
}

/**
 * Where each agent reads skills, from the agents' own documentation. A folder that several agents
 * share (`.agents`) is no sign of any of them.
 */
export const AGENTS: Readonly<Record<AgentId, Agent>> = {
  vscode: {
    id: 'vscode',
    displayName: 'VS Code Copilot',
    folders: {
      project: ['.agents/skills', '.claude/skills', '.github/skills'],
      user: ['.agents/skills', '.claude/skills', '.copilot/skills'],
    },
    signs: {
      workspace: ['.github/skills', '.github/copilot-instructions.md'],
      home: ['.copilot'],
      extensions: ['github.copilot', 'github.copilot-chat'],
      programs: ['code', 'copilot'],
    },
  },
  'claude-code': {
    id: 'claude-code',
    displayName: 'Claude Code',
    folders: { project: ['.claude/skills'], user: ['.claude/skills'] },
    signs: {
      workspace: ['.claude', 'CLAUDE.md'],
      home: ['.claude'],
      extensions: ['anthropic.claude-code'],
      programs: ['claude'],
    },
  },
  codex: {
    id: 'codex',
    displayName: 'Codex',
    folders: { project: ['.agents/skills'], user: ['.agents/skills'] },
    signs: {
      workspace: ['.codex'],
      home: ['.codex'],
      extensions: ['openai.chatgpt'],
      programs: ['codex'],
    },
  },
  cursor: {
    id: 'cursor',
    displayName: 'Cursor',
    folders: {
      project: ['.agents/skills', '.cursor/skills'],
      user: ['.agents/skills', '.cursor/skills'],
    },
    signs: {
      workspace: ['.cursor'],
      home: ['.cursor'],
      extensions: [],
      programs: ['cursor', 'cursor-agent'],
    },
  },
  'gemini-cli': {
    id: 'gemini-cli',
    displayName: 'Gemini CLI',
    folders: {
      project: ['.agents/skills', '.gemini/skills'],
      user: ['.agents/skills', '.gemini/skills'],
    },
    signs: {
      workspace: ['.gemini', 'GEMINI.md'],
      home: ['.gemini'],
      extensions: ['google.gemini-cli-vscode-ide-companion'],
      programs: ['gemini'],
    },
  },
  opencode: {
    id: 'opencode',
    displayName: 'OpenCode',
    folders: {
      project: ['.agents/skills', '.claude/skills', '.opencode/skills'],
      user: ['.agents/skills', '.claude/skills', '.config/opencode/skills'],
    },
    signs: {
      workspace: ['.opencode', 'opencode.json'],
      home: ['.config/opencode'],
      extensions: ['sst-dev.opencode'],
      programs: ['opencode'],
    },
  },
  windsurf: {
    id: 'windsurf',
    displayName: 'Windsurf',
    folders: { project: ['.windsurf/skills'], user: ['.codeium/windsurf/skills'] },
    signs: {
      workspace: ['.windsurf'],
      home: ['.codeium/windsurf'],
      extensions: ['codeium.windsurf'],
      programs: ['windsurf'],
    },
  },
};

/** True when the text names an agent known here. */
export function isAgentId(text: string): text is AgentId {
  return AGENT_IDS.some((id) => id === text);
}
