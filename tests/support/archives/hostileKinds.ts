import { caseOf, type ArchiveCase } from './archiveCase.ts';
import { extraField } from './zipFields.ts';

const MADE_BY_DOS = 0x0014;

/** Entries that are no files or folders, or say two things about it. */
export function hostileKindCases(): ArchiveCase[] {
  const formats: Readonly<Record<string, number>> = {
    'symbolic link': 0o120777,
    'named pipe': 0o010644,
    'character device': 0o020644,
    'block device': 0o060644,
    socket: 0o140644,
    door: 0o150644,
    'nameless format': 0o030644,
  };
  const other = Object.entries(formats).flatMap(([what, mode]) =>
    Object.entries({ Unix: 0x031e, DOS: MADE_BY_DOS, Darwin: 0x131e }).flatMap(
      ([system, versionMadeBy]) =>
        ['link', 'link/'].map((name) =>
          caseOf(`kind: ${what} made on ${system} named ${name}`, 'unsafe_archive', {
            name,
            content: name === 'link' ? '/etc/passwd' : '',
            central: { attributes: mode * 0x10000, versionMadeBy },
          }),
        ),
    ),
  );
  const attributes = (value: number, name = 'a.md') => ({ name, central: { attributes: value } });
  const asi = (target: string) =>
    extraField(0x756e, Buffer.concat([Buffer.alloc(14), Buffer.from(target)]));
  const pkware = (target: string) =>
    extraField(0x000d, Buffer.concat([Buffer.alloc(12), Buffer.from(target)]));
  return [
    ...other,
    caseOf('kind: regular file', 'accepted', attributes(0o100644 * 0x10000)),
    caseOf('kind: setuid, which is ignored', 'accepted', attributes(0o104755 * 0x10000)),
    caseOf('kind: permissions without a format', 'accepted', attributes(0o644 * 0x10000)),
    caseOf('kind: folder', 'accepted', attributes(0o40755 * 0x10000 + 0x10, 'a/')),
    caseOf('kind: folder with the name of a file', 'unsafe_archive', attributes(0o40755 * 0x10000)),
    caseOf('kind: DOS folder with the name of a file', 'unsafe_archive', attributes(0x10)),
    caseOf(
      'kind: file with the name of a folder',
      'unsafe_archive',
      attributes(0o100644 * 0x10000, 'a/'),
    ),
    caseOf('kind: label of a disk', 'unsafe_archive', attributes(0x08)),
    caseOf('kind: DOS device', 'unsafe_archive', attributes(0x40)),
    caseOf('kind: reparse point', 'unsafe_archive', attributes(0x400)),
    caseOf('kind: hidden and read-only, as on DOS', 'accepted', attributes(0x23)),
    caseOf('kind: link by a field of ASi', 'unsafe_archive', {
      name: 'a',
      both: { extra: asi('/etc') },
    }),
    caseOf('kind: link by a field of ASi, local only', 'unsafe_archive', {
      name: 'a',
      local: { extra: asi('/etc') },
    }),
    caseOf('kind: link by a field of PKWARE', 'unsafe_archive', {
      name: 'a',
      both: { extra: pkware('/etc') },
    }),
    caseOf('kind: owner by a field of PKWARE', 'accepted', {
      name: 'a',
      both: { extra: pkware('') },
    }),
    caseOf('kind: folder with content', 'unsafe_archive', { name: 'a/', content: 'x' }),
    caseOf('kind: folder with compressed content', 'unsafe_archive', {
      name: 'a/',
      content: 'x',
      method: 8,
    }),
    caseOf('kind: folder with hidden content', 'unsafe_archive', {
      name: 'a/',
      packed: Buffer.from('x'),
      both: { compressedSize: 1, size: 0 },
    }),
    caseOf('kind: empty folder, deflated', 'accepted', { name: 'a/', method: 8 }),
  ];
}

/** Entries that cannot be read, or only by some. */
export function hostileEncodingCases(): ArchiveCase[] {
  const flagged = (flags: number) => ({
    name: 'a.md',
    content: 'x',
    both: { flags: 0x800 | flags },
  });
  return [
    caseOf('encoding: encrypted', 'unsafe_archive', flagged(0x1)),
    caseOf('encoding: strongly encrypted', 'unsafe_archive', flagged(0x41)),
    caseOf('encoding: strong encryption alone', 'unsafe_archive', flagged(0x40)),
    caseOf('encoding: masked headers', 'unsafe_archive', flagged(0x2000)),
    caseOf('encoding: patch data', 'unsafe_archive', flagged(0x20)),
    caseOf('encoding: enhanced deflate', 'unsafe_archive', flagged(0x10)),
    caseOf('encoding: reserved flag', 'unsafe_archive', flagged(0x8000)),
    caseOf('encoding: without the flag of UTF-8', 'accepted', {
      name: 'ä.md',
      both: { flags: 0 },
    }),
    ...[1, 6, 9, 12, 14, 20, 93, 95, 98, 99, 0xffff].map((method) =>
      caseOf(`encoding: method ${method}`, 'unsafe_archive', {
        name: 'a.md',
        content: 'x',
        method,
      }),
    ),
  ];
}
