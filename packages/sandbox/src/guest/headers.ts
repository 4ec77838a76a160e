type HeadersInit = Headers | Readonly<Record<string, unknown>> | Iterable<readonly [unknown, unknown]>;

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** The Fetch standard's Headers, without its guards: those belong to who sends. */
export class Headers {
  readonly #values = new Map<string, string[]>();

  constructor(init?: HeadersInit) {
    if (init === undefined) return;
    if (typeof init !== 'object' || (init as unknown) === null)
      throw new TypeError('headers must be an object or pairs');
    const pairs = Symbol.iterator in init ? init : Object.entries(init);
    for (const [name, value] of pairs as Iterable<readonly [unknown, unknown]>) this.append(name, value);
  }

  append(name: unknown, value: unknown): void {
    const key = validName(name);
    this.#values.set(key, [...(this.#values.get(key) ?? []), validValue(value)]);
  }

  set(name: unknown, value: unknown): void {
    this.#values.set(validName(name), [validValue(value)]);
  }

  get(name: unknown): string | null {
    return this.#values.get(validName(name))?.join(', ') ?? null;
  }

  has(name: unknown): boolean {
    return this.#values.has(validName(name));
  }

  delete(name: unknown): void {
    this.#values.delete(validName(name));
  }

  getSetCookie(): string[] {
    return [...(this.#values.get('set-cookie') ?? [])];
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, self?: unknown): void {
    for (const [name, value] of this) callback.call(self, value, name, this);
  }

  *entries(): IterableIterator<[string, string]> {
    for (const name of [...this.#values.keys()].sort()) {
      const values = this.#values.get(name) ?? [];
      if (name === 'set-cookie') for (const value of values) yield [name, value];
      else yield [name, values.join(', ')];
    }
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this.entries()) yield name;
  }

  *values(): IterableIterator<string> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }

  /** So that a console shows what is in it. */
  toJSON(): Record<string, string> {
    return Object.fromEntries(this);
  }
}

function validName(name: unknown): string {
  const text = String(name);
  if (!NAME.test(text)) throw new TypeError(`${text} is not a header name`);
  return text.toLowerCase();
}

function validValue(value: unknown): string {
  const text = String(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  if (/[\0\n\r]|[^\0-\xff]/.test(text)) throw new TypeError('a header value has a character it may not have');
  return text;
}
