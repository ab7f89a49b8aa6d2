#!/usr/bin/env node
// Turns the output of `git log` into a grouped changelog section and a suggested version.
// It reads text only: it runs no program, opens no connection and writes no file.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { dropReverted, parseLog } from './commits.mjs';
import { renderMarkdown } from './render.mjs';
import { changeOf, nextVersion } from './version.mjs';

const usage = `Usage: changelog.mjs [--input FILE] [options]

Make the input (standard input without --input) with:
  git log --no-merges --format=%x1e%H%x1f%an%x1f%aI%x1f%s%x1f%b v1.2.0..HEAD --output=FILE

  --input FILE          the log
  --from VERSION        the last released version, to suggest the next one
  --version VERSION     heading of the section (default: the suggestion, else "Unreleased")
  --date YYYY-MM-DD     date in the heading
  --repository URL      turn commits and issues into links, as in https://example.com/team/app
  --all                 also list what users don't see (docs, tests, build, chores)
  --check               only list the commits that could not be classified; exit 1 when there are any
  --json                print JSON instead of Markdown
  --help                this text
`;

class UsageError extends Error {}

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  const expected = error instanceof UsageError || typeof error.code === 'string';
  if (!expected) throw error;
  process.stderr.write(`changelog: ${error.message}\n`);
  process.exitCode = 2;
}

function run(args) {
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const text = readFileSync(options.input ?? 0, 'utf8');
  if (text.trim() === '') throw new UsageError('the log is empty: is the range right, and are there commits in it?');
  const parsed = parseLog(text);
  if (parsed.length === 0) throw new UsageError('this is not in the expected format; --help shows the git command');
  const { commits, reverted } = dropReverted(parsed);
  if (options.check) return check(commits);

  const change = changeOf(commits);
  const suggestion = options.from === undefined ? undefined : nextVersion(options.from, change);
  if (options.from !== undefined && suggestion === undefined) throw new UsageError(`--from ${options.from} is no version such as 1.2.0`);
  const version = options.version ?? suggestion ?? 'Unreleased';
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ version, change, reverted, commits }, null, 2)}\n`);
  } else {
    process.stdout.write(renderMarkdown(commits, { ...options, version }));
  }
  return 0;
}

function readOptions(args) {
  const text = { type: 'string' };
  const flag = { type: 'boolean' };
  const { values } = parseArgs({
    args,
    options: { input: text, from: text, version: text, date: text, repository: text, all: flag, check: flag, json: flag, help: flag },
  });
  if (values.date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(values.date)) throw new UsageError(`--date ${values.date} is not of the form YYYY-MM-DD`);
  if (values.repository !== undefined && !/^https?:\/\/[^\s()<>]+$/.test(values.repository)) throw new UsageError('--repository must be an http(s) address');
  return values;
}

function check(commits) {
  const unclear = commits.filter((commit) => commit.source !== 'declared');
  for (const commit of unclear) {
    process.stdout.write(`${commit.hash.slice(0, 9)}  ${commit.source === 'guessed' ? `guessed ${commit.type}` : 'unknown'}  ${commit.subject}\n`);
  }
  process.stdout.write(`${commits.length - unclear.length} of ${commits.length} commits say their type\n`);
  return unclear.length === 0 ? 0 : 1;
}
