import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import * as vscode from 'vscode';
import { createMarketplaceClient, type MarketplaceClient } from '@skill-marketplace/shared/client';
import { ServerRegistration, type SkillSummary } from '@skill-marketplace/shared/contracts';
import { COMMANDS, DETAILS_SCHEME, ORIGINAL_SCHEME } from '../../../extension/src/ids.ts';
import { eventually } from '../../support/eventually.ts';

/** The marketplace on this computer, as its registration tells it. */
async function localMarketplace(): Promise<{ client: MarketplaceClient; instanceId: string }> {
  const folder = join(process.env['XDG_STATE_HOME'] ?? '', 'skill-marketplace', 'servers');
  const [file = ''] = await readdir(folder);
  const { url, token, instanceId } = ServerRegistration.parse(
    JSON.parse(await readFile(join(folder, file), 'utf8')),
  );
  return { client: createMarketplaceClient({ url, token }), instanceId };
}

/** A row of Browse, as VS Code hands it to a command. */
function rowOf(skill: SkillSummary, instanceId: string) {
  return { kind: 'skill', id: skill.id, skill, instanceId };
}

function workspacePath(path: string): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder !== undefined, 'no folder is open');
  return join(folder.uri.fsPath, path);
}

describe('the extension in VS Code', () => {
  let client: MarketplaceClient;
  let row: ReturnType<typeof rowOf>;

  before(async () => {
    const local = await localMarketplace();
    client = local.client;
    row = rowOf(await client.skills.byId.query({ id: 'starter/code-review' }), local.instanceId);
  });

  it('activates and registers every command', async () => {
    const extension = vscode.extensions.getExtension('skill-marketplace.skill-marketplace');
    assert.ok(extension !== undefined, 'it is not installed');
    await extension.activate();
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      Object.values(COMMANDS).filter((id) => !registered.includes(id)),
      [],
    );
  });

  it('copies the reference of a row', async () => {
    await vscode.commands.executeCommand(COMMANDS.copyReference, row);
    assert.equal(await vscode.env.clipboard.readText(), 'starter/code-review');
  });

  it('shows a skill as a read-only page', async () => {
    await vscode.commands.executeCommand(COMMANDS.showDetails, row);
    const page = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === DETAILS_SCHEME);
    assert.ok(page !== undefined, 'no page was opened');
    for (const fact of ['Code Review', 'starter', '1.0.0', 'SKILL.md']) {
      assert.ok(page.getText().includes(fact), `${fact} is missing in:\n${page.getText()}`);
    }
  });

  it('shows what was repaired in a skill, side by side', async () => {
    const source = '---\nname: My Tool\ndescription: Use when: needed\n---\nText.\n';
    const { results } = await client.publishing.import.mutate({
      source: { type: 'raw_content', content: source },
      publisher: 'local',
    });
    const [imported] = results;
    assert.ok(imported !== undefined, 'nothing was imported');
    const skill = await client.skills.byId.query({ id: imported.skillId });
    const repairedRow = rowOf(skill, row.instanceId);
    await vscode.commands.executeCommand(COMMANDS.compareOriginal, repairedRow);
    const texts = vscode.workspace.textDocuments
      .filter(({ uri }) => uri.scheme === ORIGINAL_SCHEME)
      .map((document) => document.getText());
    assert.equal(texts.length, 2);
    assert.ok(texts.includes(source), texts.join('\n===\n'));
    assert.ok(
      texts.some((text) => text.startsWith('---\nname: my-tool\n')),
      texts.join('\n===\n'),
    );
  });

  it('installs the bytes that were planned, tells the marketplace, and takes them off again', async () => {
    const skillId = 'starter/code-review';
    await vscode.commands.executeCommand(COMMANDS.install, row);
    const plan = await client.installs.plan.query({ skillId });
    const folder = workspacePath(`.agents/skills/${plan.installName}`);
    assert.deepEqual(
      (await readdir(folder, { recursive: true })).sort(),
      plan.files.map(({ path }) => path),
    );
    // The command ends when the files are there; the marketplace is told afterwards.
    await eventually(async () => {
      assert.equal((await client.installs.list.query({ skillId })).total, 1);
    });

    await vscode.commands.executeCommand(COMMANDS.uninstall, row);
    await assert.rejects(readdir(folder), { code: 'ENOENT' });
    const lockfile: unknown = JSON.parse(
      await readFile(workspacePath('skill-marketplace.lock.json'), 'utf8'),
    );
    assert.deepEqual(lockfile, { lockfileVersion: 1, marketplaces: {}, skills: {} });
    await eventually(async () => {
      assert.equal((await client.installs.list.query({ skillId })).total, 0);
    });
  });
});
