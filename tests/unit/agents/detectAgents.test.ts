import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { detectAgents } from '../../../extension/src/agents/index.ts';

describe('detectAgents', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'agents-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('finds none in empty folders', async () => {
    assert.deepEqual(await detectAgents({ workspaceFolders: [folder], home: folder }), []);
  });

  it('finds agents by folders in the workspace and in the home folder', async () => {
    await mkdir(path.join(folder, 'work', '.claude'), { recursive: true });
    await mkdir(path.join(folder, 'home', '.codex'), { recursive: true });
    const found = await detectAgents({
      workspaceFolders: [path.join(folder, 'work')],
      home: path.join(folder, 'home'),
    });
    assert.deepEqual(found, ['claude-code', 'codex']);
  });

  it('does not take a folder that agents share for a sign of one', async () => {
    await mkdir(path.join(folder, '.agents', 'skills'), { recursive: true });
    assert.deepEqual(await detectAgents({ workspaceFolders: [folder] }), []);
  });

  it('finds agents by extensions, in any case of their ids', async () => {
    const found = await detectAgents({ extensionIds: ['GitHub.copilot-chat', 'other.one'] });
    assert.deepEqual(found, ['vscode']);
  });

  it('finds programs on PATH, and only those that can be run', async function () {
    if (process.platform === 'win32') this.skip();
    await writeFile(path.join(folder, 'gemini'), '#!/bin/sh\n');
    await writeFile(path.join(folder, 'codex'), '#!/bin/sh\n');
    await mkdir(path.join(folder, 'claude'));
    await chmod(path.join(folder, 'gemini'), 0o755);
    await chmod(path.join(folder, 'codex'), 0o644);
    const searchPath = ['relative', folder].join(path.delimiter);
    assert.deepEqual(await detectAgents({ searchPath }), ['gemini-cli']);
  });
});
