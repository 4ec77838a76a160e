import { Body, bodyOf } from './body.ts';
import { Headers } from './headers.ts';
import { URL } from './url.ts';

type Arrived = {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
};

/** A request as a function of the `source` dialect receives it: the Fetch standard's, but `url` is a URL. */
export class Request extends Body {
  readonly method: string;
  readonly url: InstanceType<typeof URL>;
  readonly headers: Headers;

  constructor({ method, url, headers, body }: Arrived) {
    const named = new Headers(headers);
    super(bodyOf(body).binary, () => named.get('content-type'));
    this.method = method;
    this.url = new URL(url);
    this.headers = named;
  }
}
