import type { WriteStream } from 'node:tty';

const WIDTH = 30;

/** A bar on a terminal; silent where there is none, so that logs and pipes stay clean. */
export class ProgressBar {
  readonly #stream: WriteStream;
  readonly #label: string;
  #shown = '';

  constructor(stream: WriteStream, label: string) {
    this.#stream = stream;
    this.#label = label;
  }

  show(done: number, total: number): void {
    if (!this.#stream.isTTY) return;
    const filled = total === 0 ? WIDTH : Math.round((done / total) * WIDTH);
    const line = `${this.#label} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done}/${total}`;
    if (line === this.#shown) return;
    this.#shown = line;
    this.#stream.write(`\r\x1b[2K${line}`);
  }

  clear(): void {
    if (this.#shown !== '') this.#stream.write('\r\x1b[2K');
    this.#shown = '';
  }
}
