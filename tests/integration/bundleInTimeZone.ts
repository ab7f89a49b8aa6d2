import { createHash } from 'node:crypto';
import { writeBundle } from '../../server/src/storage/bundleWriter.ts';

// Run by bundles.test.ts in a process of its own: a time zone holds for a whole process.

const bundle = await writeBundle([
  {
    path: 'SKILL.md',
    size: 4,
    sha256: '',
    executable: false,
    content: new TextEncoder().encode('text'),
  },
  {
    path: 'scripts/run.sh',
    size: 9,
    sha256: '',
    executable: true,
    content: new TextEncoder().encode('#!/bin/sh'),
  },
]);
process.stdout.write(`sha256 ${createHash('sha256').update(bundle).digest('hex')}\n`);
