import type { EpochMillis, SourceId } from '@millrace/domain';

/** The members of a JSON object, as JSON.parse gives them. */
export type Members = Readonly<Record<string, unknown>>;

/**
 * Who sends by a path: a page or mail that loads an image, a person's device, a company's server; `any` where the path does not tell,
 * and the source and the event decide.
 */
export type Sender = 'image' | 'device' | 'server' | 'any';

/** What is asked of the source of an event. */
type ArrivalSource = {
  readonly id: SourceId;
  readonly isEnabled: boolean;
  /** Whether the events come from people's own devices: a website or an app. */
  readonly isClientSide: boolean;
  /** Whether they come from a browser or a mail program, so that the request's own user agent is the person's. */
  readonly isWebsite: boolean;
  readonly settings: { readonly bots: 'flag' | 'block' };
};

/** What all events of a request share. */
export type Arrival = {
  readonly source: ArrivalSource;
  readonly receivedAt: EpochMillis;
  /** Address of the client, where it is known. */
  readonly address: string | undefined;
  /** The request's own User-Agent. */
  readonly userAgent: string | undefined;
  readonly sender: Sender;
  /** Whether a user agent is that of a known bot. */
  readonly isBot: (userAgent: string) => boolean;
  /** The request's own sentAt, as JSON.parse gave it; counts before the event's. */
  readonly sentAt: unknown;
  /** The batch's own timestamp, as JSON.parse gave it; counts for events without one. */
  readonly timestamp?: unknown;
  /** The batch's own context and its text. */
  readonly context?: { readonly members: Members; readonly text: string } | undefined;
  /** Text of the batch's own integrations. */
  readonly integrations?: string | undefined;
  /** Makes an id for an event that came without. */
  readonly newMessageId: () => string;
};
