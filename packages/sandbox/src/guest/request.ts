import { bodyOf, formFields, utf8Text } from './body.ts';
import { Headers } from './headers.ts';
import { bytesOfText } from './text-coding.ts';
import { URL, type URLSearchParams } from './url.ts';

type Arrived = {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
};

/**
 * A request as a function of the `source` dialect receives it, with what Segment's source functions have: `json()` and `text()` give
 * their result at once and as often as asked (a function that awaits them works, too), and `url` is a URL.
 */
export class Request {
  readonly method: string;
  readonly url: InstanceType<typeof URL>;
  readonly headers: Headers;
  readonly #binary: string;

  constructor({ method, url, headers, body }: Arrived) {
    this.headers = new Headers(headers);
    this.#binary = bodyOf(body).binary;
    this.method = method;
    this.url = new URL(url);
  }

  text(): string {
    return utf8Text(this.#binary);
  }

  json(): unknown {
    return JSON.parse(this.text());
  }

  arrayBuffer(): ArrayBuffer {
    return bytesOfText(this.#binary).buffer as ArrayBuffer;
  }

  /** Fields of a form-urlencoded body; they are read as those of a FormData are. */
  formData(): InstanceType<typeof URLSearchParams> {
    return formFields(this.#binary, this.headers.get('content-type'));
  }
}
