// What the locked packages tell: where they come from, what runs at install, what is there twice.

export function checkLockfile({ packages }, furtherRegistries) {
  const hosts = new Set([...usualHosts(packages), ...furtherRegistries]);
  return [...packages.flatMap((entry) => checkPackage(entry, hosts)), ...duplicates(packages)];
}

/** The host that most packages come from is the project's registry; what comes from elsewhere stands out. */
function usualHosts(packages) {
  const counts = new Map();
  for (const entry of packages) {
    const source = sourceOf(entry);
    if (source.kind === 'web') counts.set(source.host, (counts.get(source.host) ?? 0) + 1);
  }
  const [usual] = [...counts].sort(([, a], [, b]) => b - a);
  // Of one or two packages nobody can say what is usual.
  return usual !== undefined && usual[1] > 2 ? [usual[0]] : [];
}

function checkPackage(entry, hosts) {
  const subject = `${entry.name}@${entry.version}`;
  const findings = [];
  const add = (severity, rule, detail) => findings.push({ severity, rule, subject, detail });
  const source = sourceOf(entry);
  if (source.kind === 'git') add('medium', 'git-source', `${source.text} has no integrity from a registry`);
  if (source.kind === 'web' && source.protocol === 'http:') add('high', 'insecure-source', `${source.text} is fetched without encryption`);
  if (source.kind === 'web' && !hosts.has(source.host)) add('high', 'unknown-host', `comes from ${source.host}; name it with --registry if you trust it`);
  if (source.kind === 'unreadable') add('medium', 'unreadable-source', source.text);
  if (entry.expectsIntegrity && source.kind !== 'git' && source.kind !== 'local') {
    if (entry.integrity === undefined) add('high', 'no-integrity', 'its content is not pinned by a digest');
    else if (entry.integrity.startsWith('sha1-')) add('medium', 'weak-integrity', 'pinned by SHA-1 only');
  }
  if (entry.installScript) add('medium', 'install-script', 'runs code when it is installed: read it, or install with scripts off');
  if (entry.deprecated) add('medium', 'deprecated', String(entry.deprecated).slice(0, 160));
  return findings;
}

function sourceOf({ resolved }) {
  if (resolved === undefined || resolved === '') return { kind: 'registry' };
  if (/^git[+:]|^git@|\.git(#|$)|codeload\.github\.com/.test(resolved)) return { kind: 'git', text: resolved };
  if (/^(file|link):|^\.{0,2}\//.test(resolved)) return { kind: 'local' };
  if (!URL.canParse(resolved)) return { kind: 'unreadable', text: resolved };
  const { protocol, host } = new URL(resolved);
  return { kind: 'web', protocol, host, text: resolved };
}

/** Several major versions at once cost size, and break checks such as `instanceof`; several minor ones only size. */
function duplicates(packages) {
  const versions = new Map();
  for (const { name, version } of packages) versions.set(name, [...(versions.get(name) ?? []), version]);
  return [...versions].flatMap(([name, all]) => {
    const different = [...new Set(all)].sort(byNumber);
    if (different.length < 2) return [];
    const majors = new Set(different.map((version) => (/^0\./.test(version) ? version.split('.').slice(0, 2).join('.') : version.split('.')[0])));
    const rule = majors.size > 1 ? 'several-majors' : 'several-versions';
    return [{ severity: 'low', rule, subject: name, detail: different.join(', ') }];
  });
}

function byNumber(a, b) {
  return a.localeCompare(b, 'en', { numeric: true });
}
