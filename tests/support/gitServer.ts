import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { makeAuthority } from './certificates.ts';

/** A git server over https on 127.0.0.1, and what was asked of it. */
export interface GitServer extends AsyncDisposable {
  readonly port: number;
  /** The authority that vouches for it, PEM. */
  readonly authority: string;
  /** Method and path of each request, in the order they came. */
  readonly requests: readonly string[];
}

/** An answer of its own to a request; `undefined` leaves it to git. */
export type GitServerAnswer = (
  request: IncomingMessage,
  response: ServerResponse,
) => true | undefined;

/** Serves every repository below a folder to read, at `https://git.example:<port>/<path below it>`. */
export async function startGitServer(
  root: string,
  { answer = () => undefined }: { answer?: GitServerAnswer } = {},
): Promise<GitServer> {
  const authority = makeAuthority('Git Server Tests');
  const requests: string[] = [];
  const server = createServer(
    authority.issue(['git.example', '127.0.0.1']),
    (request, response) => {
      requests.push(`${request.method} ${request.url}`);
      if (answer(request, response) !== true) runGit(root, request, response);
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    port: address.port,
    authority: authority.cert,
    requests,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Lets `git http-backend` answer, which is a CGI program (RFC 3875). */
function runGit(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'https://git.example');
  const {
    'content-type': contentType,
    'content-encoding': encoding,
    'git-protocol': protocol,
  } = request.headers;
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      HOME: root,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REMOTE_ADDR: '127.0.0.1',
      ...(contentType !== undefined && { CONTENT_TYPE: contentType }),
      ...(encoding !== undefined && { HTTP_CONTENT_ENCODING: encoding }),
      ...(typeof protocol === 'string' && { GIT_PROTOCOL: protocol }),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  response.once('close', () => child.kill());
  child.stdin.on('error', () => {});
  request.pipe(child.stdin);
  let head = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    if (response.headersSent) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end === -1) return;
    response.writeHead(...cgiHead(head.toString('latin1', 0, end)));
    response.write(head.subarray(end + 4));
  });
  child.once('close', () => response.end());
}

function cgiHead(text: string): [number, Record<string, string>] {
  const fields = text.split('\r\n').map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const { Status = '200', ...headers } = Object.fromEntries(fields);
  return [Number(Status.slice(0, 3)), headers];
}
