import { Agent, get } from 'node:http';
import { percentile } from '../statistics.ts';

/** What a load took; milliseconds a request, from sending it to the last byte of the answer. */
export interface Load {
  times: number[];
  /** All clients together. */
  seconds: number;
}

/** Requests that run at once, each sending its next when the last is answered, over kept connections. */
export class LoadClient {
  readonly #agent = new Agent({ keepAlive: true });

  /** The body of an answer; anything but 200 throws. */
  fetch(url: string): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      get(url, { agent: this.#agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const body = Buffer.concat(chunks);
          if (response.statusCode === 200) resolve(body);
          else reject(new Error(`${response.statusCode} from ${url}: ${body.toString()}`));
        });
      }).on('error', reject);
    });
  }

  /** Asks the URLs in turn, again and again, for so many milliseconds, and each client at least once. */
  async run(urls: readonly string[], clients: number, budgetMs: number): Promise<Load> {
    const times: number[] = [];
    const startedAt = performance.now();
    let next = 0;
    const client = async () => {
      do {
        const url = urls[next % urls.length] ?? '';
        next += 1;
        const sentAt = performance.now();
        await this.fetch(url);
        times.push(performance.now() - sentAt);
      } while (performance.now() - startedAt < budgetMs);
    };
    await Promise.all(Array.from({ length: clients }, client));
    return { times, seconds: (performance.now() - startedAt) / 1000 };
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The figures of loads of one kind together. */
export interface LoadFigures {
  requests: number;
  p50: number;
  p95: number;
  perSecond: number;
}

/** Sums up loads that were measured at different moments. */
export function figuresOf(loads: readonly Load[]): LoadFigures {
  const times = loads.flatMap((load) => load.times);
  return {
    requests: times.length,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    perSecond: times.length / loads.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
