// Reads commits from `git log` output and classifies them.

const header = /^(?<type>[a-z]+)(?:\((?<scope>[^()]+)\))?(?<bang>!)?:\s+(?<summary>.+)$/i;
const breakingFooter = /^BREAKING[ -]CHANGE:\s*(?<text>[\s\S]*?)(?=\n\s*\n|\n[A-Za-z][\w-]*(?:: | #)|$(?![\s\S]))/m;
const revertedHash = /This reverts commit ([0-9a-f]{7,40})/g;

const knownTypes = new Set(['feat', 'fix', 'perf', 'refactor', 'docs', 'test', 'build', 'ci', 'chore', 'style', 'revert', 'security', 'deprecate', 'remove']);
const synonyms = new Map([['feature', 'feat'], ['bugfix', 'fix'], ['hotfix', 'fix'], ['doc', 'docs'], ['tests', 'test'], ['deps', 'build'], ['deprecated', 'deprecate'], ['removed', 'remove'], ['sec', 'security']]);
const guesses = [
  [/^(add|allow|introduce|support|implement|enable)s?(ed)?\b/i, 'feat'],
  [/^(fix|correct|prevent|repair|resolve|handle)(s|e[sd])?\b|^avoid\b/i, 'fix'],
  [/^(speed up|optimi[sz]e|cache)\b/i, 'perf'],
  [/^(remove|drop|delete)s?d?\b/i, 'remove'],
  [/^deprecate/i, 'deprecate'],
  [/^(refactor|rename|move|clean|simplify|extract|tidy)/i, 'refactor'],
  [/^(document|update (the )?(readme|docs|changelog))/i, 'docs'],
  [/^(bump|upgrade|update dependenc)/i, 'build'],
  [/^(test|cover)\b/i, 'test'],
  [/^revert\b/i, 'revert'],
];

/** Commits in the order of the log. `source` says how the type is known: declared, guessed or unknown. */
export function parseLog(text) {
  return text
    .split('\x1e')
    .map((record) => record.split('\x1f'))
    .filter((fields) => fields.length >= 5 && /^[0-9a-f]{40,64}$/.test(fields[0]))
    .map(([hash, author, date, subject, ...rest]) => parseCommit({ hash, author, date, subject: subject.trim(), body: rest.join('\x1f').replaceAll('\r\n', '\n').trim() }));
}

/** Leaves out a revert together with the commit that it takes back, when both are in the log. */
export function dropReverted(commits) {
  const gone = new Set();
  // The log is newest first: a revert that was itself reverted no longer counts.
  for (const commit of commits) {
    if (gone.has(commit.hash)) continue;
    for (const [, hash] of commit.body.matchAll(revertedHash)) {
      const target = commits.find((other) => other.hash.startsWith(hash));
      if (target === undefined) continue;
      gone.add(target.hash);
      gone.add(commit.hash);
    }
  }
  return {
    commits: commits.filter((commit) => !gone.has(commit.hash)),
    reverted: commits.filter((commit) => gone.has(commit.hash)).map((commit) => commit.hash),
  };
}

function parseCommit(read) {
  const commit = titled(read);
  const declared = header.exec(commit.subject)?.groups;
  const type = declared === undefined ? undefined : typeOf(declared.type);
  const breaking = breakingFooter.exec(commit.body)?.groups.text.replace(/\s+/g, ' ').trim();
  const isBreaking = breaking !== undefined || (type !== undefined && declared.bang !== undefined);
  const common = { ...commit, issues: issuesOf(commit), isBreaking, ...(breaking ? { breakingNote: breaking } : {}) };
  if (type !== undefined) return { ...common, type, scope: declared.scope, summary: declared.summary.trim(), source: 'declared' };
  const guess = guesses.find(([pattern]) => pattern.test(commit.subject));
  return { ...common, type: guess?.[1] ?? 'unknown', summary: commit.subject, source: guess === undefined ? 'unknown' : 'guessed' };
}

/** GitHub's merge commits hold the pull request's title in the first line of the body. */
function titled(commit) {
  const number = /^Merge pull request #(\d+) from /.exec(commit.subject)?.[1];
  const [title, ...body] = commit.body.split('\n');
  if (number === undefined || title.trim() === '') return commit;
  return { ...commit, subject: `${title.trim()} (#${number})`, body: body.join('\n').trim() };
}

function typeOf(word) {
  const lower = word.toLowerCase();
  const type = synonyms.get(lower) ?? lower;
  return knownTypes.has(type) ? type : undefined;
}

function issuesOf({ subject, body }) {
  const inSubject = [...subject.matchAll(/(?<![\w/])#(\d+)\b/g)];
  const inFooters = [...body.matchAll(/^(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|refs?)\b:?\s+((?:#\d+(?:,\s*|\s+and\s+|\s*))+)/gim)].flatMap(([, list]) => [...list.matchAll(/#(\d+)/g)]);
  return [...new Set([...inSubject, ...inFooters].map(([, number]) => Number(number)))];
}
