/** The fields that a local header and a central record share; every one may lie. */
export interface HeaderFields {
  signature: number;
  versionNeeded: number;
  flags: number;
  method: number;
  time: number;
  crc32: number;
  compressedSize: number;
  size: number;
  name: string | Uint8Array;
  /** Announced, when the announcement is to differ from the name. */
  nameLength: number;
  extra: Uint8Array;
  extraLength: number;
}

/** What only a central record has. */
export interface CentralFields extends HeaderFields {
  versionMadeBy: number;
  comment: Uint8Array;
  commentLength: number;
  disk: number;
  attributes: number;
  offset: number;
}

/** Little-endian numbers of two, four or eight bytes, one after the other. */
export function fields(...values: readonly (readonly [size: 2 | 4 | 8, value: number])[]): Buffer {
  return Buffer.concat(
    values.map(([size, value]) => {
      const bytes = Buffer.alloc(size);
      if (size === 2) bytes.writeUInt16LE(value & 0xffff);
      else if (size === 4) bytes.writeUInt32LE(value >>> 0);
      else bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
      return bytes;
    }),
  );
}

/** One extra field. */
export function extraField(id: number, data: Uint8Array): Buffer {
  return Buffer.concat([fields([2, id], [2, data.length]), data]);
}

/** A local header, with what is not told filled in as an honest writer would. */
export function localHeader(header: HeaderFields): Buffer {
  const name = Buffer.from(header.name);
  return Buffer.concat([
    fields([4, header.signature], [2, header.versionNeeded], ...common(header)),
    fields([2, header.nameLength], [2, header.extraLength]),
    name,
    header.extra,
  ]);
}

/** A record of the central directory. */
export function centralRecord(record: CentralFields): Buffer {
  return Buffer.concat([
    fields([4, record.signature], [2, record.versionMadeBy], [2, record.versionNeeded]),
    fields(...common(record), [2, record.nameLength], [2, record.extraLength]),
    fields([2, record.commentLength], [2, record.disk], [2, 0], [4, record.attributes]),
    fields([4, record.offset]),
    Buffer.from(record.name),
    record.extra,
    record.comment,
  ]);
}

function common(header: HeaderFields): (readonly [2 | 4, number])[] {
  return [
    [2, header.flags],
    [2, header.method],
    [2, header.time],
    [2, 0x21],
    [4, header.crc32],
    [4, header.compressedSize],
    [4, header.size],
  ];
}
