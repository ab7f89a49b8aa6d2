// Judges SPDX licence expressions (spdx.org, annex "SPDX license expressions") against a list of accepted licences.

export const defaultLicences = ['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'CC0-1.0', 'CC-BY-4.0', 'CC-BY-3.0', 'Unlicense', 'BlueOak-1.0.0', 'Python-2.0', 'PSF-2.0', 'Zlib', 'WTFPL'];

const copyleft = /^(A?GPL|SSPL|EUPL|OSL|CC-BY-(NC|SA)|BUSL)/i;

export function checkLicences(packages, allowed) {
  const names = new Set([...allowed].map((name) => name.toLowerCase()));
  return packages.flatMap((entry) => {
    const subject = `${entry.name}@${entry.version}`;
    if (entry.licence === undefined) return [];
    if (['NONE', '', 'UNLICENSED'].includes(entry.licence)) {
      return [{ severity: 'high', rule: 'no-licence', subject, detail: 'declares no licence: you have no right to use it until its owner grants one' }];
    }
    if (/^SEE LICEN[SC]E/i.test(entry.licence)) return [{ severity: 'medium', rule: 'licence-to-read', subject, detail: entry.licence }];
    const accepted = judge(entry.licence, names);
    if (accepted === undefined) return [{ severity: 'medium', rule: 'licence-unreadable', subject, detail: `"${entry.licence}" is no SPDX expression` }];
    if (accepted) return [];
    const strong = entry.licence.split(/[\s()]+/).some((word) => copyleft.test(word));
    return [{ severity: strong ? 'high' : 'medium', rule: 'licence-not-accepted', subject, detail: entry.licence }];
  }).concat(unknownLicences(packages));
}

/** One finding for all, since without an install most lockfiles tell no licence. */
function unknownLicences(packages) {
  const unknown = packages.filter((entry) => entry.licence === undefined);
  if (unknown.length === 0) return [];
  const examples = unknown.slice(0, 5).map((entry) => entry.name).join(', ');
  return [{ severity: 'low', rule: 'licence-unknown', subject: `${unknown.length} packages`, detail: `neither locked nor installed here (${examples}${unknown.length > 5 ? ', …' : ''}); install first, or check them by hand` }];
}

/** True or false; undefined when the text is no expression. `OR` needs one accepted side, `AND` needs both. */
export function judge(expression, accepted) {
  if (expression.length > 1000) return undefined;
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  let position = 0;
  const result = either();
  return position === tokens.length ? result : undefined;

  function either() {
    let value = both();
    while (isWord('OR')) {
      const right = both();
      value = value === undefined || right === undefined ? undefined : value || right;
    }
    return value;
  }

  function both() {
    let value = one();
    while (isWord('AND')) {
      const right = one();
      value = value === undefined || right === undefined ? undefined : value && right;
    }
    return value;
  }

  function one() {
    if (tokens[position] === '(') {
      position += 1;
      const value = either();
      if (tokens[position] !== ')') return undefined;
      position += 1;
      return value;
    }
    const name = tokens[position];
    if (name === undefined || !/^[A-Za-z0-9.+-]+$/.test(name)) return undefined;
    position += 1;
    if (!isWord('WITH')) return accepted.has(name.toLowerCase()) || accepted.has(name.toLowerCase().replace(/\+$|-or-later$|-only$/, ''));
    const exception = tokens[position];
    position += 1;
    return exception === undefined ? undefined : accepted.has(name.toLowerCase()) || accepted.has(`${name} with ${exception}`.toLowerCase());
  }

  function isWord(word) {
    if (tokens[position]?.toUpperCase() !== word) return false;
    position += 1;
    return true;
  }
}
