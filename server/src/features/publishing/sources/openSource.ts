import type { ImportSource } from '@skill-marketplace/shared/contracts';
import type { ArchiveLimits } from '../../../archives/archiveLimits.ts';
import { extractZip } from '../../../archives/extractZip.ts';
import { invalidInput } from '../../../errors/failures.ts';
import { fetchRepository } from '../../../git/fetchRepository.ts';
import type { GitRules } from '../../../git/gitRules.ts';
import { parseGitSource, type GitSource } from '../../../git/gitSource.ts';
import { flatTree } from './flatTree.ts';
import { folderTree } from './folderTree.ts';
import type { SourceRules } from './sourceRules.ts';
import type { SourceTree } from './sourceTree.ts';

/** A source that was opened; what it needed on this machine goes with it. */
export interface OpenSource extends AsyncDisposable {
  tree: SourceTree;
}

/** Which part of a repository; what is left out is as its address says. */
export interface RepositoryPart {
  ref?: string | undefined;
  subfolder?: string | undefined;
}

/** Opens what a call imports from: a repository over https, an uploaded zip or SKILL.md, or a text. */
export async function openSource(
  source: ImportSource,
  rules: SourceRules,
  signal: AbortSignal | undefined,
): Promise<OpenSource> {
  if (source.type === 'github_url') {
    const { url, ref, subfolder } = source;
    const repository = parseGitSource(url, { local: false });
    return openRepository(repository, { ref, subfolder }, rules.git, signal);
  }
  if (source.type === 'raw_content') return openText(Buffer.from(source.content));
  const content = Buffer.from(source.content, 'base64');
  if (/\.zip$/i.test(source.fileName)) {
    return openZip(source.fileName, content, rules.archives, signal);
  }
  if (/\.md$/i.test(source.fileName)) return openText(content, source.fileName);
  throw invalidInput('source.fileName', 'Upload a .zip with skills below it, or a SKILL.md.');
}

/** Opens a folder of this machine. */
export async function openFolder(folder: string): Promise<OpenSource> {
  return held(await folderTree(folder));
}

/** Opens a zip; it is checked whole before anything of it is used. */
export async function openZip(
  fileName: string,
  content: Uint8Array,
  limits: ArchiveLimits,
  signal?: AbortSignal,
): Promise<OpenSource> {
  const { files } = await extractZip(content, limits, signal);
  const entries = files.map((file) => ({
    path: file.path,
    kind: 'file' as const,
    size: file.content.byteLength,
    read: async () => file.content,
  }));
  const name = fileName.replace(/\.zip$/i, '');
  return held(flatTree(entries, { names: [name], origin: {} }));
}

/** Fetches one commit of a repository; a submodule counts as a link, since it leads out of it too. */
export async function openRepository(
  source: GitSource,
  part: RepositoryPart,
  rules: GitRules,
  signal?: AbortSignal,
): Promise<OpenSource> {
  const repository = await fetchRepository(source, { ...part, rules, signal });
  const entries = repository.entries.map((entry) => ({
    path: entry.path,
    kind: entry.kind === 'submodule' ? ('link' as const) : entry.kind,
    size: entry.size,
    executable: entry.executable,
    read: () => repository.read(entry),
  }));
  const subfolder = part.subfolder ?? source.subfolder ?? '';
  const names = [...source.names, ...subfolder.split('/').filter((name) => name !== '')];
  const url = source.kind === 'https' ? { url: source.url } : {};
  return {
    tree: flatTree(entries, { names, origin: { ...url, commit: repository.commit } }),
    [Symbol.asyncDispose]: () => repository[Symbol.asyncDispose](),
  };
}

/** One SKILL.md and nothing beside it; no publisher follows from it, and its name only where it has another. */
export function openText(content: Uint8Array, fileName = 'SKILL.md'): OpenSource {
  const entry = {
    path: 'SKILL.md',
    kind: 'file' as const,
    size: content.byteLength,
    read: async () => content,
  };
  const name = fileName.replace(/\.md$/i, '');
  const rootName = name.toLowerCase() === 'skill' ? {} : { rootName: name };
  return held({ ...flatTree([entry], { names: [], origin: {} }), ...rootName });
}

function held(tree: SourceTree): OpenSource {
  return { tree, [Symbol.asyncDispose]: async () => {} };
}
