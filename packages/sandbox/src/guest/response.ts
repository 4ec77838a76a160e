import { Body, bodyOf } from './body.ts';
import { Headers } from './headers.ts';

type Init = {
  readonly status?: unknown;
  readonly statusText?: string;
  readonly headers?: ConstructorParameters<typeof Headers>[0];
};

/** A reply: what `fetch` answers, and what a function of the `source` dialect may return. */
export class Response extends Body {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly url: string = '';
  readonly redirected: boolean = false;
  readonly type: string = 'default';
  readonly #answer: unknown;

  constructor(body?: unknown, init: Init = {}) {
    const { binary, contentType } = bodyOf(body);
    const headers = new Headers(init.headers);
    if (contentType !== undefined && !headers.has('content-type')) headers.set('content-type', contentType);
    super(binary, () => headers.get('content-type'));
    this.status = validStatus(init.status ?? 200);
    this.statusText = init.statusText ?? '';
    this.headers = headers;
    this.#answer = typeof body === 'string' ? body : undefined;
  }

  static json(value: unknown, init: Init = {}): Response {
    const headers = new Headers(init.headers);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    return new Response(JSON.stringify(value), { ...init, headers });
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /** As a function's answer it is `{ status, headers, body }`. */
  async answer(): Promise<unknown> {
    const body = typeof this.#answer === 'string' ? this.#answer : await this.text();
    return { status: this.status, headers: Object.fromEntries(this.headers), body };
  }
}

function validStatus(status: unknown): number {
  const number = Number(status);
  if (!Number.isInteger(number) || number < 200 || number > 599)
    throw new RangeError('the status of a response must be a whole number from 200 to 599');
  return number;
}
