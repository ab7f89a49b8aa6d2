#!/usr/bin/env node
// Checks a Node.js project's package.json, lockfile and installed licences.
// It reads files only: it installs nothing, runs no package's code and opens no connection.
import { parseArgs } from 'node:util';
import { checkLicences, defaultLicences } from './licences.mjs';
import { checkLockfile } from './lockfileChecks.mjs';
import { checkManifest } from './manifestChecks.mjs';
import { ProjectError, readProject } from './project.mjs';

const severities = ['high', 'medium', 'low'];
const usage = `Usage: audit.mjs [FOLDER] [options]

  FOLDER              holds package.json and a lockfile (default: .)
  --allow LIST        licences to accept, comma-separated SPDX identifiers (replaces the default list)
  --also-allow LIST   further licences to accept
  --registry HOST     another host that packages may come from; may be repeated
  --production        leave out what only development needs (package-lock.json)
  --fail-on LEVEL     exit 1 from this severity on: high, medium, low, none (default: high)
  --json              print JSON instead of text
  --help              this text

Accepted licences by default:
  ${defaultLicences.join(', ')}
`;

class UsageError extends Error {}

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  const expected = error instanceof UsageError || error instanceof ProjectError || typeof error.code === 'string';
  if (!expected) throw error;
  process.stderr.write(`audit: ${error.message}\n`);
  process.exitCode = 2;
}

function run(args) {
  const { options, folder } = readOptions(args);
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const project = readProject(folder);
  const packages = project.packages.filter((entry) => !(options.production && entry.dev));
  const allowed = new Set([...listOf(options.allow ?? defaultLicences.join(',')), ...listOf(options['also-allow'] ?? '')]);
  const findings = [
    ...checkManifest(project),
    ...checkLockfile({ ...project, packages }, new Set(options.registry ?? [])),
    ...checkLicences(packages, allowed),
  ].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || a.rule.localeCompare(b.rule));
  process.stdout.write(options.json ? `${JSON.stringify({ lockfile: project.lockfile, packages: packages.length, findings }, null, 2)}\n` : render(project, packages, findings));
  const limit = severities.indexOf(options['fail-on']);
  return findings.some((finding) => severities.indexOf(finding.severity) <= limit) ? 1 : 0;
}

function readOptions(args) {
  const text = { type: 'string' };
  const flag = { type: 'boolean' };
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { allow: text, 'also-allow': text, registry: { type: 'string', multiple: true }, production: flag, 'fail-on': { type: 'string', default: 'high' }, json: flag, help: flag },
  });
  if (positionals.length > 1) throw new UsageError('give one folder');
  if (![...severities, 'none'].includes(values['fail-on'])) throw new UsageError(`--fail-on ${values['fail-on']} is none of high, medium, low, none`);
  return { options: values, folder: positionals[0] ?? '.' };
}

function listOf(text) {
  return text.split(',').map((part) => part.trim()).filter((part) => part !== '');
}

function render(project, packages, findings) {
  const counts = severities.map((severity) => `${findings.filter((finding) => finding.severity === severity).length} ${severity}`).join(', ');
  const lines = findings.map(({ severity, rule, subject, detail }) => `${severity.padEnd(6)}  ${rule.padEnd(20)}  ${subject}: ${detail}`);
  return [`${project.lockfile ?? 'no lockfile'}: ${packages.length} packages; findings: ${counts}`, ...lines, ''].join('\n');
}
