/** A signature the delivery service adds: hex HMAC of `text` under `secret`. */
export type Signing = {
  readonly algorithm: 'hmac-sha1';
  /** Header that carries it. */
  readonly header: string;
  readonly secret: string;
  readonly text: string;
};

/** A request to send, in full but for what only the delivery service knows: signature, trace context, length. */
export type RequestPlan = {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  /** Absolute; http or https. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signing?: Signing;
};
