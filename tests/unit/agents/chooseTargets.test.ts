import assert from 'node:assert/strict';
import {
  AGENT_IDS,
  AGENTS,
  chooseTargets,
  doubleReadersOf,
  readersOf,
} from '@skill-marketplace/shared/agents';
import type { AgentId } from '@skill-marketplace/shared/agents';
import * as fc from 'fast-check';

describe('chooseTargets', () => {
  const cases: [string, AgentId[], string[]][] = [
    ['Claude Code alone', ['claude-code'], ['.claude/skills']],
    ['Claude Code with VS Code', ['vscode', 'claude-code'], ['.claude/skills']],
    ['VS Code alone', ['vscode'], ['.agents/skills']],
    ['Codex with VS Code', ['codex', 'vscode'], ['.agents/skills']],
    ['Claude Code and Codex', ['claude-code', 'codex'], ['.agents/skills', '.claude/skills']],
    ['Claude Code and OpenCode', ['claude-code', 'opencode'], ['.claude/skills']],
    ['no agent known', [], ['.agents/skills']],
    ['Windsurf alone', ['windsurf'], ['.windsurf/skills']],
  ];
  for (const [who, agents, targets] of cases) {
    it(`chooses ${targets.join(' and ')} for ${who}`, () => {
      assert.deepEqual(chooseTargets(agents), targets);
    });
  }

  it('avoids that VS Code shows a skill twice where another folder does as well', () => {
    const agents: AgentId[] = ['vscode', 'claude-code', 'cursor'];
    assert.deepEqual(chooseTargets(agents), ['.claude/skills', '.cursor/skills']);
    assert.deepEqual(doubleReadersOf(chooseTargets(agents), agents), []);
  });

  it('names who sees a skill twice where it cannot be avoided', () => {
    const agents: AgentId[] = ['vscode', 'claude-code', 'codex'];
    const doubled = doubleReadersOf(chooseTargets(agents), agents).map(({ id }) => id);
    assert.deepEqual(doubled, ['vscode']);
  });

  it('reaches every agent in use, with no folder that could be left out', () => {
    const scopes = fc.constantFrom('project' as const, 'user' as const);
    fc.assert(
      fc.property(fc.subarray([...AGENT_IDS]), scopes, (agents, scope) => {
        const targets = chooseTargets(agents, scope);
        const reached = (set: string[]) =>
          agents.every((id) => set.some((target) => AGENTS[id].folders[scope].includes(target)));
        assert.ok(reached(targets));
        if (agents.length === 0) return;
        for (const target of targets) {
          assert.ok(!reached(targets.filter((other) => other !== target)));
        }
      }),
    );
  });
});

describe('readersOf', () => {
  it('names those of the agents in use that read the target', () => {
    const names = readersOf('.claude/skills', ['codex', 'claude-code', 'vscode']);
    assert.deepEqual(
      names.map(({ displayName }) => displayName),
      ['VS Code Copilot', 'Claude Code'],
    );
  });
});
