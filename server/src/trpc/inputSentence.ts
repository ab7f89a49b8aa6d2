import type { z } from 'zod';

/** Says in a sentence what is wrong with a field of the input, and what it takes. */
export function inputSentence(issue: z.core.$ZodIssue): string {
  const field = issue.path.map(String).join('.');
  const problem = problemOf(issue);
  if (problem === undefined) return field === '' ? issue.message : `${field}: ${issue.message}`;
  return `${field === '' ? 'The input' : field} ${problem}.`;
}

/** In our own words for what zod finds by itself; `undefined` where a schema brings its own sentence. */
function problemOf(issue: z.core.$ZodIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `must be given as ${withArticle(issue.expected)}`;
    case 'too_big':
      return `must ${sizeOf(issue.origin)} at most ${issue.maximum}${unitOf(issue.origin, issue.maximum)}`;
    case 'too_small':
      return `must ${sizeOf(issue.origin)} at least ${issue.minimum}${unitOf(issue.origin, issue.minimum)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      break;
  }
  return undefined;
}

function withArticle(type: string): string {
  if (type === 'int') return 'a whole number';
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}

function sizeOf(origin: string): string {
  return origin === 'string' || origin === 'array' ? 'have' : 'be';
}

function unitOf(origin: string, count: number | bigint): string {
  const isOne = Number(count) === 1;
  if (origin === 'string') return isOne ? ' character' : ' characters';
  if (origin === 'array') return isOne ? ' entry' : ' entries';
  return '';
}
