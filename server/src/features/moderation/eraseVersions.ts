import { formatReference, type PurgeResult } from '@skill-marketplace/shared/contracts';
import { removeBytes, type KeptFile } from '../../storage/purge.repository.ts';
import type { CallScope } from '../accounts/scope.ts';
import { lockSkill } from '../skills/skill.repository.ts';
import { eraseTexts, forgetDocument } from '../versions/purge.repository.ts';
import { forgetWords, wordsOfSkills } from '../versions/searchIndex.repository.ts';
import { skillsWith, versionsWith } from '../versions/version.repository.ts';
import { unlist } from '../versions/version.service.ts';

/**
 * Erases the versions with a digest, which are purged by state: their bytes, texts and findings, what a search
 * knows of them, and what the listing of a skill without any other says. Gives the files whose bytes stay.
 */
export async function eraseVersions(
  scope: CallScope,
  digest: string,
): Promise<PurgeResult['kept']> {
  const { em } = scope;
  await em.flush();
  const ids = (await versionsWith(em, [digest])).map(({ id }) => id);
  const words = await wordsOfSkills(em, { versionIds: ids });
  const bundles = await eraseTexts(em, ids);
  const publishers = new Set<string>();
  for (const skillId of await skillsWith(em, digest)) {
    const skill = await lockSkill(em, skillId);
    publishers.add(skill.publisher.name);
    if (skill.latestVersion !== null) continue;
    unlist(scope, skill);
    await forgetDocument(em, skillId);
  }
  await em.flush();
  await forgetWords(em, words, [...publishers]);
  return grouped(await removeBytes(em, bundles));
}

function grouped(files: readonly KeptFile[]): PurgeResult['kept'] {
  const kept = new Map<string, PurgeResult['kept'][number]>();
  for (const { path, sha256, publisher, name, version } of files) {
    const file = kept.get(`${path} ${sha256}`) ?? { path, sha256, heldBy: [] };
    file.heldBy.push({ reference: formatReference({ publisher, name }), version });
    kept.set(`${path} ${sha256}`, file);
  }
  return [...kept.values()];
}
