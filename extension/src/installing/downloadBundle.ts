import { ErrorData } from '@skill-marketplace/shared/contracts';
import type { InstallPlan } from '@skill-marketplace/shared/contracts';
import { z } from 'zod';
import type { Marketplace } from '../connection/marketplace.ts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { InstallFailure } from '../install/index.ts';

/** What an entry of a zip costs beside its bytes and twice its name. */
const ENTRY_OVERHEAD = 512;

/**
 * Gets the bundle of a plan, and no more bytes than the plan's files can make.
 *
 * @throws EditorFailure those of a connection; InstallFailure `integrity_mismatch`
 */
export async function downloadBundle(
  marketplace: Pick<Marketplace, 'url' | 'get'>,
  { bundleUrl, files }: Pick<InstallPlan, 'bundleUrl' | 'files'>,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const response = await marketplace.get(bundleUrl, signal);
  if (!response.ok) throw await refusal(response, marketplace.url);
  const most = files.reduce(
    (sum, { path, size }) => sum + size + 2 * Buffer.byteLength(path) + ENTRY_OVERHEAD,
    ENTRY_OVERHEAD,
  );
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > most) {
      throw new InstallFailure(
        'integrity_mismatch',
        'The skill was refused, because its bundle is larger than the marketplace promised.',
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const RefusalBody = z.object({
  error: z.object({ json: z.object({ message: z.string(), data: ErrorData }) }),
});

async function refusal(response: Response, url: string): Promise<Error> {
  const body: unknown = await response.json().catch((error: unknown) => {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  });
  const refused = RefusalBody.safeParse(body);
  if (!refused.success) return new EditorFailure('not_a_marketplace', { url });
  if (refused.data.error.json.data.reason === 'signed_out')
    return new EditorFailure('sign_in_needed');
  return new EditorFailure('bundle_refused', { url, message: refused.data.error.json.message });
}
