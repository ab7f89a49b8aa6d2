import { readFileSync } from 'node:fs';
import { StartupFailure } from '../../errors/startupFailure.ts';
import { DEFAULT_POLICY, HousePolicy } from './housePolicy.ts';
import { firstMistake } from './policyMistake.ts';
import { lineIn, repeatedKey } from './policyText.ts';

/** Reads the rules of the house; without a path the defaults. A file that makes no sense is a `StartupFailure` that says where. */
export function readHousePolicy(path: string | undefined): HousePolicy {
  if (path === undefined) return DEFAULT_POLICY;
  const text = readText(path);
  const given = readJson(path, text);
  const repeated = repeatedKey(text);
  if (repeated !== undefined) {
    throw unusable(`${path}, line ${repeated.line}`, 'this stands there twice: leave one');
  }
  const parsed = HousePolicy.safeParse(given);
  if (parsed.success) return parsed.data;
  const { place, sentence } = firstMistake(parsed.error, given);
  const line = lineIn(text, place);
  const where = [
    path,
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(place.length === 0 ? [] : [place.join('.')]),
  ];
  throw unusable(where.join(', '), sentence);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StartupFailure(
      `POLICY_FILE is not usable: ${path} cannot be read; name a JSON file, or leave it out.`,
      { cause },
    );
  }
}

function readJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // V8 says where in its sentence alone; without that the sentence still stands.
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(String(cause)) ?? [];
    const where = line === undefined ? '' : ` from line ${line}, column ${column} on`;
    throw new StartupFailure(
      `POLICY_FILE is not usable: ${path} is no JSON${where}: write rules as {"requireTwoPeople": true}.`,
      { cause },
    );
  }
}

function unusable(where: string, sentence: string): StartupFailure {
  return new StartupFailure(`POLICY_FILE is not usable: ${where}: ${sentence}.`);
}
