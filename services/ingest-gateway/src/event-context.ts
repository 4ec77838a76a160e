import { addMember } from './json/merge-objects.ts';

/** What decides whether an event's context gets the client's address. */
export type AddressFacts = {
  /** Address the request came from, where it is known. */
  readonly address: string | undefined;
  /** Whether the client has sent a context.ip, of whatever type. */
  readonly isGiven: boolean;
  /** Whether the call says by context.direct that it comes from the person's own device. */
  readonly isDirect: boolean;
  /** Whether the source is a website or an app. */
  readonly isClientSide: boolean;
  readonly channel: string | null;
};

const clientChannels: ReadonlySet<string> = new Set(['browser', 'client', 'mobile', 'web']);

/**
 * Fills context.ip for events that come from the person's own device. The address of a company's server is nobody's
 * (Segment, HTTP API). What the client says itself stays.
 */
export function withAddress(context: string | null, facts: AddressFacts): string | null {
  const { address, isGiven, isDirect, isClientSide, channel } = facts;
  if (address === undefined || isGiven) return context;
  const isPersonal = isClientSide || isDirect || (channel !== null && clientChannels.has(channel));
  return isPersonal ? addMember(context ?? '{}', 'ip', address) : context;
}
