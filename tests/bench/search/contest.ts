import { z } from 'zod';
import { percentile } from '../statistics.ts';
import { figuresOf, LoadClient, type Load, type LoadFigures } from './load.ts';
import { NAIVE_PATH } from './naiveSearch.ts';
import {
  SEARCH_CLASSES,
  type SearchClass,
  type SearchQuestion,
  type SearchQuestions,
} from './questionChooser.ts';

/** How one way did in one class. */
export interface WayFigures {
  /** Median of what the questions found in all; `isEstimate` where some said so. */
  total: number;
  isEstimate: boolean;
  alone: LoadFigures;
  crowd: LoadFigures;
}

/** Both ways in one class, asked the same in turns. */
export interface ClassFigures {
  name: SearchClass;
  ours: WayFigures;
  naive: WayFigures;
  /** Questions that the naive way finds something for and ours does not. */
  unanswered: string[];
}

const WAYS = ['ours', 'naive'] as const;
type Way = (typeof WAYS)[number];

/** Clients at once, where more than one asks. */
export const CROWD = 8;

const PAGE_SIZE = 20;
const MOST_ROWS = 100;
/** Over a million skills the naive way takes seconds for each question: then so many of a class will do. */
const ENOUGH = 10;
const PATIENCE_MS = 30_000;
/** Both ways take turns, so that what else the machine does falls on both. */
const TURNS = 2;

const OurAnswer = z.object({
  result: z.object({
    data: z.object({
      json: z.object({
        items: z.array(z.unknown()),
        total: z.number(),
        totalIsEstimate: z.boolean(),
        nextCursor: z.string().nullable(),
      }),
    }),
  }),
});
const NaiveAnswer = z.object({ items: z.array(z.unknown()), total: z.number() });

/** Asks every class of both ways, `budgetMs` a way and number of clients. */
export async function contest(
  origin: string,
  questions: SearchQuestions,
  budgetMs: number,
  progress: (line: string) => void,
): Promise<ClassFigures[]> {
  const client = new LoadClient();
  try {
    const figures: ClassFigures[] = [];
    for (const name of SEARCH_CLASSES) {
      progress(`asking: ${name}`);
      figures.push(await contestClass(client, origin, name, questions[name], budgetMs));
    }
    return figures;
  } finally {
    client.close();
  }
}

async function contestClass(
  client: LoadClient,
  origin: string,
  name: SearchClass,
  questions: readonly SearchQuestion[],
  budgetMs: number,
): Promise<ClassFigures> {
  const asked: Asked[] = [];
  const startedAt = performance.now();
  for (const question of questions) {
    if (asked.length >= ENOUGH && performance.now() - startedAt > PATIENCE_MS) break;
    asked.push(await ask(client, origin, question));
  }
  const alone: Record<Way, Load[]> = { ours: [], naive: [] };
  const crowd: Record<Way, Load[]> = { ours: [], naive: [] };
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const [loads, clients] of [[alone, 1] as const, [crowd, CROWD] as const]) {
      for (const way of WAYS) {
        const urls = asked.map(({ [way]: answer }) => answer.url);
        loads[way].push(await client.run(urls, clients, budgetMs / TURNS));
      }
    }
  }
  const figures = (way: Way): WayFigures => ({
    total: percentile(
      asked.map(({ [way]: answer }) => answer.total),
      0.5,
    ),
    isEstimate: asked.some(({ [way]: answer }) => answer.isEstimate),
    alone: figuresOf(alone[way]),
    crowd: figuresOf(crowd[way]),
  });
  return {
    name,
    ours: figures('ours'),
    naive: figures('naive'),
    unanswered: asked.flatMap(({ question, ours, naive }) =>
      naive.rows > 0 && ours.rows === 0 ? JSON.stringify(question) : [],
    ),
  };
}

/** A request with what it was answered. */
interface Answered {
  url: string;
  rows: number;
  total: number;
  isEstimate: boolean;
}

/** A question with both answers. */
interface Asked extends Record<Way, Answered> {
  question: SearchQuestion;
}

/** Asks once each way, which also warms both up. */
async function ask(client: LoadClient, origin: string, question: SearchQuestion): Promise<Asked> {
  return {
    question,
    ours: await askOurs(client, origin, question),
    naive: await askNaively(client, origin, question),
  };
}

/** A deep page is reached by following cursors, in bigger steps; only the request for the page itself is measured. */
async function askOurs(
  client: LoadClient,
  origin: string,
  question: SearchQuestion,
): Promise<Answered> {
  const answerOf = async (url: string) =>
    OurAnswer.parse(JSON.parse((await client.fetch(url)).toString())).result.data.json;
  let cursor: string | undefined;
  let before = ((question.page ?? 1) - 1) * PAGE_SIZE;
  while (before > 0) {
    const limit = Math.min(MOST_ROWS, before);
    const { nextCursor } = await answerOf(ourUrlOf(origin, question, { cursor, limit }));
    if (nextCursor === null) break;
    cursor = nextCursor;
    before -= limit;
  }
  const url = ourUrlOf(origin, question, { cursor, limit: PAGE_SIZE });
  const { items, total, totalIsEstimate } = await answerOf(url);
  return { url, rows: items.length, total, isEstimate: totalIsEstimate };
}

async function askNaively(
  client: LoadClient,
  origin: string,
  question: SearchQuestion,
): Promise<Answered> {
  const url = naiveUrlOf(origin, question);
  const { items, total } = NaiveAnswer.parse(JSON.parse((await client.fetch(url)).toString()));
  return { url, rows: items.length, total, isEstimate: false };
}

function ourUrlOf(
  origin: string,
  { page: _page, newest, ...filters }: SearchQuestion,
  paging: { cursor: string | undefined; limit: number },
): string {
  const input = { ...filters, ...(newest === true && { sort: 'newest' }), ...paging };
  return `${origin}/trpc/skills.search?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
}

function naiveUrlOf(origin: string, { query, category, minRating, page }: SearchQuestion): string {
  const asked = Object.entries({ query, category, minRating, page }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return `${origin}${NAIVE_PATH}?${new URLSearchParams(asked).toString()}`;
}
