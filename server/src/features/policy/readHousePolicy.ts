import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { StartupFailure } from '../../errors/startupFailure.ts';
import { DEFAULT_POLICY, HousePolicy } from './housePolicy.ts';

/** Reads the rules of the house; without a path the defaults. A file that makes no sense is a `StartupFailure` that says where. */
export function readHousePolicy(path: string | undefined): HousePolicy {
  if (path === undefined) return DEFAULT_POLICY;
  const parsed = HousePolicy.safeParse(readJson(path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : `, ${issue.path.join('.')}`;
  throw new StartupFailure(
    `POLICY_FILE is not usable: ${path}${place}: ${problemOf(issue).replace(/\.$/, '')}.`,
  );
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StartupFailure(
      `POLICY_FILE is not usable: ${path} cannot be read; name a JSON file, or leave it out.`,
      { cause },
    );
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StartupFailure(`POLICY_FILE is not usable: ${path} is no JSON.`, { cause });
  }
}

function problemOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') {
    return `there is no rule ${issue.keys.join(', ')}; the rules are ${RULES.join(', ')}`;
  }
  return issue?.message ?? 'it is no object';
}

const RULES = Object.keys(HousePolicy.shape);
