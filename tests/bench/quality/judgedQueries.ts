import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** A query with the references of all the skills that answer it; `kind` groups queries in the table. */
export type JudgedQuery = z.infer<typeof JudgedQuery>;
export const JudgedQuery = z.object({
  query: z.string().min(1),
  relevant: z.array(z.string().min(1)).min(1),
  kind: z.string().optional(),
});

/** Reads queries, one JSON object a line; a line that is none is told by its number. */
export async function readQueries(file: string): Promise<JudgedQuery[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  const queries = lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [parseLine(line, `${file}:${index + 1}`)],
  );
  if (queries.length === 0) throw new Error(`${file} holds no query.`);
  return queries;
}

function parseLine(line: string, place: string): JudgedQuery {
  try {
    return JudgedQuery.parse(JSON.parse(line));
  } catch (cause) {
    throw new Error(`${place} is no { query, relevant: [reference…], kind? }.`, { cause });
  }
}
