import { DEFAULT_ARCHIVE_LIMITS, type ArchiveLimits } from './archiveLimits.ts';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

/**
 * Reads limits as an operator writes them: `files=5000, totalSize=100MiB`. What is not named keeps its
 * default. A string says in one sentence what is wrong.
 */
export function parseArchiveLimits(text: string): ArchiveLimits | string {
  const limits: ArchiveLimits = { ...DEFAULT_ARCHIVE_LIMITS };
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (part === '') continue;
    const [, name, digits, unit = ''] = /^(\w+)\s*=\s*(\d{1,12})\s*([a-z]*)$/i.exec(part) ?? [];
    const factor = UNITS[unit.toLowerCase()];
    if (name === undefined || !isLimit(name, limits) || factor === undefined) {
      return `give limits like files=5000,totalSize=100MiB; there are ${Object.keys(limits).join(', ')}`;
    }
    limits[name] = Number(digits) * factor;
    if (limits[name] === 0) return `${name} must be at least 1`;
  }
  return limits;
}

function isLimit(name: string, limits: ArchiveLimits): name is keyof ArchiveLimits {
  return Object.hasOwn(limits, name);
}
