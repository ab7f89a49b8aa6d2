import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { LoadedFile } from './bundle.repository.ts';

/**
 * Writes a bundle as a zip that is the same to the byte on every server: entries stored (deflate differs
 * between builds of zlib), sorted, with one fixed time and one of two modes.
 */
export function writeBundle(files: readonly LoadedFile[]): Promise<Buffer> {
  const zip = new ZipFile();
  // DOS times are local: the same wall-clock time gives the same bytes in every time zone.
  const mtime = new Date(1980, 0, 1);
  for (const { path, content, executable } of files) {
    zip.addBuffer(Buffer.from(content), path, {
      compress: false,
      mtime,
      forceDosTimestamp: true,
      mode: executable ? 0o100755 : 0o100644,
    });
  }
  zip.end();
  return buffer(zip.outputStream);
}
