import { createHash } from 'node:crypto';
import { describeFiles } from '../../server/src/storage/bundle.repository.ts';
import { BundleZip } from '../../server/src/storage/bundleZip.ts';

// Run by bundles.test.ts in a process of its own: a time zone holds for a whole process.

const files = describeFiles([
  { path: 'SKILL.md', content: new TextEncoder().encode('text') },
  { path: 'scripts/run.sh', content: new TextEncoder().encode('#!/bin/sh') },
]);
const contents = new Map(files.map(({ sha256, content }) => [sha256, content]));
const hash = createHash('sha256');
for await (const bytes of new BundleZip(files, async () => contents).read()) hash.update(bytes);
process.stdout.write(`sha256 ${hash.digest('hex')}\n`);
