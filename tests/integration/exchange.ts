import { request, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';

/** What is asked in one HTTP request; every header may be set, `Host` too. */
export interface Question {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
}

/** What was answered, byte by byte. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Makes one HTTP request on a connection of its own, without anything that `fetch` adds or forbids. */
export async function exchange(url: string, question: Question = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = question;
  const answer = Promise.withResolvers<Answer>();
  const outgoing = request(url, { method, headers, agent: false }, (incoming) => {
    buffer(incoming).then(
      (bytes) =>
        answer.resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: bytes,
        }),
      answer.reject,
    );
  });
  // A server that refuses a large body may cut the connection once it has answered.
  outgoing.on('error', answer.reject);
  outgoing.end(body);
  return answer.promise;
}

/** The failure that stands in an answer: all of it, since strict schemas refuse what is not in the contract. */
export interface SentFailure {
  status: number;
  reason: string;
  message: string;
  field?: string | undefined;
  retryAfterSeconds?: number | undefined;
  /** True when the answer's `x-request-id` is the one in its data. */
  requestIdAgrees: boolean;
}

const FailureBody = z.strictObject({
  error: z.strictObject({
    json: z.strictObject({
      message: z.string().regex(/^[^\n]+$/),
      code: z.number().int(),
      data: z.strictObject({
        reason: z.string(),
        requestId: z.string(),
        field: z.string().optional(),
        retryAfterSeconds: z.number().int().optional(),
      }),
    }),
  }),
});

/** Reads a failed answer; throws when its shape is not the contract's. A batch gives its first. */
export function sentFailure({ status, headers, body }: Answer): SentFailure {
  const sent: unknown = JSON.parse(body.toString());
  const { message, data } = FailureBody.parse(Array.isArray(sent) ? sent[0] : sent).error.json;
  const { requestId, ...rest } = data;
  return { status, message, ...rest, requestIdAgrees: requestId === headers['x-request-id'] };
}

/** The address of a query with its input, as a client of superjson writes it. */
export function queryUrl(url: string, procedure: string, input: unknown): string {
  return `${url}/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
}

/** Sends a mutation as JSON. */
export function mutate(
  url: string,
  procedure: string,
  input: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return exchange(`${url}/trpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ json: input }),
  });
}

const Success = z.strictObject({
  result: z.strictObject({
    data: z.strictObject({ json: z.unknown(), meta: z.unknown().optional() }),
  }),
});

/** What a successful answer holds, before superjson brings its dates back. */
export function sentResult({ body }: Answer): unknown {
  return Success.parse(JSON.parse(body.toString())).result.data.json;
}
