import type { ArchiveLimits } from '../../../server/src/archives/archiveLimits.ts';
import { extractZip, type ExtractedArchive } from '../../../server/src/archives/extractZip.ts';
import { DomainError } from '../../../server/src/errors/domainError.ts';

/** What came of an archive: `accepted` with what was in it, or the reason of the refusal and its sentence. */
export interface ArchiveOutcome {
  outcome: string;
  message: string;
  archive?: ExtractedArchive;
}

/** Extracts; any failure but a `DomainError` is a bug and is thrown on. */
export async function archiveOutcome(
  content: Uint8Array,
  limits: ArchiveLimits,
): Promise<ArchiveOutcome> {
  try {
    return { outcome: 'accepted', message: '', archive: await extractZip(content, limits) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { outcome: error.reason, message: error.message };
  }
}
