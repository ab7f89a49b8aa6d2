/** How the bytes of a format begin (`at`: offset); `undefined` as name: harmless to have beside a skill. */
interface Signature {
  bytes: string;
  at?: number;
  name: string | undefined;
}

/** Latin-1 text of the first bytes. Pictures, fonts, documents to look at, sound and film are not listed. */
const SIGNATURES: readonly Signature[] = [
  { bytes: '\x89PNG\r\n', name: undefined },
  { bytes: '\xff\xd8\xff', name: undefined },
  { bytes: 'GIF8', name: undefined },
  { bytes: 'WEBP', at: 8, name: undefined },
  { bytes: 'WAVE', at: 8, name: undefined },
  { bytes: 'AVI ', at: 8, name: undefined },
  { bytes: 'BM', name: undefined },
  { bytes: '\0\0\x01\0', name: undefined },
  { bytes: 'icns', name: undefined },
  { bytes: 'II*\0', name: undefined },
  { bytes: 'MM\0*', name: undefined },
  { bytes: 'wOFF', name: undefined },
  { bytes: 'wOF2', name: undefined },
  { bytes: 'OTTO', name: undefined },
  { bytes: 'ttcf', name: undefined },
  { bytes: '\0\x01\0\0', name: undefined },
  { bytes: '%PDF-', name: undefined },
  { bytes: 'OggS', name: undefined },
  { bytes: 'fLaC', name: undefined },
  { bytes: 'ID3', name: undefined },
  { bytes: '\xff\xfb', name: undefined },
  { bytes: 'ftyp', at: 4, name: undefined },
  { bytes: '\x1aE\xdf\xa3', name: undefined },
  { bytes: '\x7fELF', name: 'ELF program' },
  { bytes: 'MZ', name: 'Windows program' },
  { bytes: '\xcf\xfa\xed\xfe', name: 'macOS program' },
  { bytes: '\xce\xfa\xed\xfe', name: 'macOS program' },
  { bytes: '\xca\xfe\xba\xbe', name: 'macOS program or Java class' },
  { bytes: '\0asm', name: 'WebAssembly' },
  { bytes: '\x1f\x8b', name: 'gzip archive' },
  { bytes: '7z\xbc\xaf', name: '7z archive' },
  { bytes: 'Rar!', name: 'rar archive' },
  { bytes: '\xfd7zXZ', name: 'xz archive' },
  { bytes: '(\xb5/\xfd', name: 'zstd archive' },
  { bytes: 'ustar', at: 257, name: 'tar archive' },
  { bytes: 'SQLite format 3', name: 'SQLite database' },
];

/** Documents that are zip archives; the same with macros (`.docm`) is not among them. */
const ZIPPED_DOCUMENT = /\.(?:docx|dotx|xlsx|xltx|pptx|potx|odt|ods|odp|epub)$/i;

/** Says what a binary file is, for a reader; `undefined` for pictures, fonts, documents, sound and film, by their bytes and not by their name. */
export function binaryFormat(path: string, content: Uint8Array): string | undefined {
  const head = latin1(content.subarray(0, 300));
  if (head.startsWith('PK\x03\x04')) return ZIPPED_DOCUMENT.test(path) ? undefined : 'zip archive';
  const signature = SIGNATURES.find(({ bytes, at = 0 }) => head.startsWith(bytes, at));
  return signature === undefined ? 'binary data' : signature.name;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
