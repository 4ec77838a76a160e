/** A request the inbox received. */
export type InboxRequest = {
  /** Epoch milliseconds with a fraction; grows with every request. */
  readonly receivedAt: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What the inbox answered. */
  readonly status: number;
};

/** How the inbox is told to behave: the requests it concerns (a path's beginning; '' is every) and what they get. */
type InboxBehaviour = {
  readonly path?: string;
  readonly status?: number;
  readonly delayMs?: number;
  /** Share of the requests that get it. Default 1. */
  readonly rate?: number;
};

/** The local stack's receiver of deliveries, over HTTP. */
export type Inbox = {
  /** Requests after `since` (exclusive), oldest first. */
  requests(since: number, limit?: number): Promise<readonly InboxRequest[]>;
  /** How many requests came in since the inbox started or was cleared. */
  count(): Promise<number>;
  behave(behaviour: InboxBehaviour): Promise<void>;
  /** Answers 200 to everything again. */
  recover(): Promise<void>;
};

const PAGE = 2_000;

/** Makes a client of the inbox. */
export function createInbox(url: string): Inbox {
  const ask = async (path: string, init?: RequestInit): Promise<Response> => {
    const reply = await fetch(`${url}${path}`, init);
    if (!reply.ok)
      throw new Error(`asking the inbox for ${path} failed: ${reply.status} ${await reply.text()}`);
    return reply;
  };
  return {
    async requests(since, limit = PAGE) {
      return (await (await ask(`/requests?since=${since}&limit=${limit}`)).json()) as InboxRequest[];
    },
    async count() {
      // Nothing lies after the end of time, so only the counts come back.
      const { headers } = await ask(`/requests?since=${Number.MAX_SAFE_INTEGER}&limit=1`);
      return Number(headers.get('x-inbox-kept')) + Number(headers.get('x-inbox-forgotten'));
    },
    async behave(behaviour) {
      await ask('/behaviour', { method: 'PUT', body: JSON.stringify(behaviour) });
    },
    async recover() {
      await ask('/behaviour', { method: 'DELETE' });
    },
  };
}

/** The message id of a delivered event: the webhook sends it as the idempotency key, so the body need not be parsed. */
export function deliveredMessageId(request: InboxRequest): string | undefined {
  return request.headers['idempotency-key'];
}
