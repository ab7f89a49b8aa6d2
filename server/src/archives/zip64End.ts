import { unsafeArchive } from './archiveFailures.ts';
import type { EndFields } from './endOfDirectory.ts';

const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_SIZE = 20;
const RECORD_SIGNATURE = 0x06064b50;
const RECORD_SIZE = 56;
/** The record says its own size without the first twelve bytes. */
const ANNOUNCED_SIZE = RECORD_SIZE - 12;

/** What an end record says, and where the first of the end records starts. */
export interface WholeEnd {
  start: number;
  fields: EndFields;
}

/**
 * Adds what a zip64 end record (APPNOTE 4.3.14, 4.3.15) says to the plain one at `position`. It is read under
 * the same condition as in yauzl, its locator stands before the plain record; it must be the 56 bytes just
 * before that, and each plain field must say the same or be full of ones.
 */
export function readZip64End(content: Buffer, position: number, plain: EndFields): WholeEnd {
  const locator = position - LOCATOR_SIZE;
  if (locator < 0 || content.readUInt32LE(locator) !== LOCATOR_SIGNATURE) {
    return { start: position, fields: plain };
  }
  const start = locator - RECORD_SIZE;
  if (
    start < 0 ||
    content.readUInt32LE(start) !== RECORD_SIGNATURE ||
    readNumber(content, locator + 8) !== start ||
    readNumber(content, start + 4) !== ANNOUNCED_SIZE
  ) {
    throw unsafeArchive('its zip64 end record is not where its locator says');
  }
  const disks = [locator + 4, start + 16, start + 20].map((at) => content.readUInt32LE(at));
  if (disks.some((disk) => disk !== 0) || content.readUInt32LE(locator + 16) > 1) {
    throw unsafeArchive('it is one part of several');
  }
  const fields: EndFields = {
    diskEntryCount: readNumber(content, start + 24),
    entryCount: readNumber(content, start + 32),
    directorySize: readNumber(content, start + 40),
    directoryStart: readNumber(content, start + 48),
  };
  const agrees =
    [0xffff, fields.diskEntryCount].includes(plain.diskEntryCount) &&
    [0xffff, fields.entryCount].includes(plain.entryCount) &&
    [0xffffffff, fields.directorySize].includes(plain.directorySize) &&
    [0xffffffff, fields.directoryStart].includes(plain.directoryStart);
  if (!agrees) throw unsafeArchive('its two end records contradict each other');
  return { start, fields };
}

/** Inexact above 2⁵³, where no archive reaches. */
function readNumber(content: Buffer, position: number): number {
  return Number(content.readBigUInt64LE(position));
}
