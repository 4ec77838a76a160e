/** A request to an address that somebody else chose. */
export type OutboundRequest = {
  readonly method: string;
  readonly url: string;
  /** Those that belong to the connection are left out: Host, Content-Length, Connection and the like. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array | string;
  /** Whether to go where the reply says; `manual` answers the redirect itself. Default `follow`. */
  readonly redirect?: 'follow' | 'error' | 'manual';
};

/** What came back, or why nothing did. */
export type OutboundReply =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: readonly (readonly [name: string, value: string])[];
      readonly body: Uint8Array;
      /** Where the reply came from, after redirects. */
      readonly url: string;
      readonly redirected: boolean;
    }
  | { readonly kind: 'failure'; readonly code: OutboundFailure; readonly message: string };

/** Why a request has no reply. */
export type OutboundFailure =
  /** The URL, its scheme, a method or a header cannot be used. */
  | 'request-invalid'
  /** The address, or one that a redirect led to, is not one that may be reached. */
  | 'address-refused'
  | 'name-unknown'
  | 'connection-failed'
  | 'tls-failed'
  | 'timed-out'
  | 'too-many-redirects'
  | 'reply-too-large'
  | 'reply-malformed'
  /** More requests are under way than the bound allows. */
  | 'overloaded'
  | 'aborted';

/** Sends a request where it may go and settles within its deadline; never rejects. */
export type GuardedFetch = (request: OutboundRequest, signal?: AbortSignal) => Promise<OutboundReply>;
