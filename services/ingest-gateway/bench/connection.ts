import { connect, type Socket } from 'node:net';

/** One keep-alive connection that sends one request at a time and reads no more of a reply than it must. */
export class Connection {
  readonly #socket: Socket;
  #answered: ((status: number) => void) | undefined;
  #received = '';

  constructor(url: URL) {
    this.#socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (chunk: string) => this.#read(chunk));
    this.#socket.on('error', () => this.#answer(0));
    this.#socket.on('close', () => this.#answer(0));
  }

  /** Calls back with the status, or 0 where the connection failed. */
  send(request: Buffer, answered: (status: number) => void): void {
    this.#answered = answered;
    this.#socket.write(request);
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: string): void {
    this.#received = this.#received === '' ? chunk : this.#received + chunk;
    const headEnd = this.#received.indexOf('\r\n\r\n');
    if (headEnd === -1) return;
    const length = /content-length: (\d+)/i.exec(this.#received);
    const end = headEnd + 4 + Number(length?.[1] ?? 0);
    if (this.#received.length < end) return;
    const status = Number(this.#received.slice(9, 12));
    this.#received = this.#received.slice(end);
    this.#answer(status);
  }

  #answer(status: number): void {
    const answered = this.#answered;
    this.#answered = undefined;
    answered?.(status);
  }
}
