// Prints commits as a section of a changelog.

const groups = [
  { heading: 'Security', types: ['security'] },
  { heading: 'Added', types: ['feat'] },
  { heading: 'Changed', types: ['perf', 'revert'] },
  { heading: 'Deprecated', types: ['deprecate'] },
  { heading: 'Removed', types: ['remove'] },
  { heading: 'Fixed', types: ['fix'] },
  { heading: 'To classify', types: ['unknown'] },
  { heading: 'Internal', types: ['refactor', 'docs', 'test', 'build', 'ci', 'chore', 'style'], internal: true },
];

/** A Markdown section; breaking changes come first and again in no other group. */
export function renderMarkdown(commits, options) {
  const breaking = commits.filter((commit) => commit.isBreaking);
  const others = commits.filter((commit) => !commit.isBreaking);
  const sections = [
    section('Breaking changes', breaking, options),
    ...groups
      .filter((group) => options.all || !group.internal)
      .map((group) => section(group.heading, others.filter((commit) => group.types.includes(commit.type)), options)),
  ].filter((text) => text !== '');
  const heading = `## ${options.version}${options.date === undefined ? '' : ` – ${options.date}`}`;
  return `${[heading, ...(sections.length === 0 ? ['No changes that users see.'] : sections)].join('\n\n')}\n`;
}

function section(heading, commits, options) {
  if (commits.length === 0) return '';
  const lines = [...commits].sort((a, b) => (a.scope ?? '').localeCompare(b.scope ?? '')).map((commit) => line(commit, options));
  return [`### ${heading}`, '', ...lines].join('\n');
}

function line(commit, { repository }) {
  const base = repository?.replace(/\/+$/, '').replace(/\.git$/, '');
  const scope = commit.scope === undefined ? '' : `**${escape(commit.scope)}:** `;
  const issues = commit.issues.map((number) => (base === undefined ? `#${number}` : `[#${number}](${base}/issues/${number})`));
  const hash = commit.hash.slice(0, 9);
  const references = [...issues, base === undefined ? hash : `[${hash}](${base}/commit/${commit.hash})`].join(', ');
  const note = commit.breakingNote === undefined ? '' : `\n  ${escape(commit.breakingNote)}`;
  return `- ${scope}${escape(sentence(commit.summary))} (${references})${note}`;
}

/** The summary without its trailing issue number, which is listed as a reference, and with a capital letter. */
function sentence(summary) {
  const text = summary.replace(/\s*\(#\d+\)\s*$/, '').replace(/\.$/, '');
  return /^[a-z]+(?=\s|$)/.test(text) ? text[0].toUpperCase() + text.slice(1) : text;
}

/** Keeps code spans, and makes the rest plain text in Markdown: `<T>` and `*` are shown as they stand. */
function escape(text) {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*[\]<>`]|(?<!\w)_|_(?!\w)/g, '\\$&')))
    .join('');
}
