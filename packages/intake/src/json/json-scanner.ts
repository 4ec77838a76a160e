const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const SPACE = 0x20;

/**
 * Walks JSON text that JSON.parse has accepted and tells where its values lie, so that they can be cut out as they were
 * written. Checks nothing: on other text it goes astray.
 *
 *   scanner.enter();
 *   while (scanner.hasNext()) { const name = scanner.name(); const value = scanner.valueText(); }
 */
export class JsonScanner {
  readonly text: string;
  /** Deepest nesting met since it was last set; a value without containers is 0. */
  deepest = 0;
  #position: number;

  constructor(text: string, position = 0) {
    this.text = text;
    this.#position = position;
  }

  /** Start of the next value; what is skipped is white space. */
  get position(): number {
    this.#skipSpace();
    return this.#position;
  }

  /** End of what was stepped over or out of. */
  get end(): number {
    return this.#position;
  }

  /** Whether an object comes next. */
  isAtObject(): boolean {
    return this.text.charCodeAt(this.position) === OPEN_BRACE;
  }

  /** Whether an array comes next. */
  isAtArray(): boolean {
    return this.text.charCodeAt(this.position) === OPEN_BRACKET;
  }

  /** Steps into the object or array that comes next. */
  enter(): void {
    this.#skipSpace();
    this.#position += 1;
  }

  /** Steps to the next member or element; at the end steps out and says false. */
  hasNext(): boolean {
    this.#skipSpace();
    const code = this.text.charCodeAt(this.#position);
    if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      this.#position += 1;
      return false;
    }
    if (code === COMMA) {
      this.#position += 1;
      this.#skipSpace();
    }
    return true;
  }

  /** The name of the member that comes next, decoded; steps to its value. */
  name(): string {
    const start = this.#position;
    const isEscaped = this.#skipString();
    const name = isEscaped
      ? (JSON.parse(this.text.slice(start, this.#position)) as string)
      : this.text.slice(start + 1, this.#position - 1);
    this.#skipSpace();
    this.#position += 1; // the colon
    return name;
  }

  /** Steps over the value that comes next and gives its text. */
  valueText(): string {
    this.#skipSpace();
    const start = this.#position;
    this.skipValue();
    return this.text.slice(start, this.#position);
  }

  /** Steps over the value that comes next. */
  skipValue(): void {
    this.#skipSpace();
    const code = this.text.charCodeAt(this.#position);
    if (code === QUOTE) this.#skipString();
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) this.#skipContainer();
    else this.#skipScalar();
  }

  #skipSpace(): void {
    // In text that JSON.parse took, whatever is not above a space is white space; the end reads as NaN.
    while (this.text.charCodeAt(this.#position) <= SPACE) this.#position += 1;
  }

  /** Says whether the string holds an escape. */
  #skipString(): boolean {
    const { text } = this;
    let at = this.#position + 1;
    let isEscaped = false;
    for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(at)) {
      if (code === BACKSLASH) {
        isEscaped = true;
        at += 1;
      }
      at += 1;
    }
    this.#position = at + 1;
    return isEscaped;
  }

  /** Loops instead of recursing: its input decides how deep it goes. */
  #skipContainer(): void {
    const { text } = this;
    let depth = 0;
    for (;;) {
      const code = text.charCodeAt(this.#position);
      if (code === QUOTE) {
        this.#skipString();
        continue;
      }
      this.#position += 1;
      if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        depth += 1;
        if (depth > this.deepest) this.deepest = depth;
      } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        depth -= 1;
        if (depth === 0) return;
      }
    }
  }

  #skipScalar(): void {
    const { text } = this;
    for (let at = this.#position; ; at += 1) {
      const code = text.charCodeAt(at);
      const isEnd = code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET || code <= SPACE;
      if (isEnd || at === text.length) {
        this.#position = at;
        return;
      }
    }
  }
}
