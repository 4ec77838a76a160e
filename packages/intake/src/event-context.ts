import type { Arrival, Members } from './arrival.ts';
import { addMember } from './json/merge-objects.ts';

/** A context with what the request tells of the person. */
export type CompletedContext = {
  readonly text: string | null;
  /** Whether the person's user agent is a bot's. */
  readonly isBot: boolean;
};

/** What the client says by itself. */
export type Said = {
  /** The context's text, the batch's merged in. */
  readonly text: string | null;
  /** The event's own context, where it is an object. */
  readonly own: Members | undefined;
  readonly channel: string | null;
};

/**
 * What mail services load the images of a mail with, for the person who opened it (Gmail, Yahoo; Apple's names itself no further). Lists
 * of bots have them, because they browse no pages.
 */
const mailProxies = /GoogleImageProxy|YahooMailProxy|^Mozilla\/5\.0$/;

const browserChannels: ReadonlySet<string> = new Set(['browser', 'client', 'web']);

/**
 * Adds what the request tells of the person. What the client says itself stays.
 *
 * - `ip`, for an event from the person's own device: the address of a company's server is nobody's (Segment, HTTP API);
 * - `userAgent`, for an event that is the loading of an image, which can say nothing itself;
 * - `bot: true`, where the person's user agent is a bot's.
 */
export function completedContext(said: Said, arrival: Arrival): CompletedContext {
  const shared = arrival.context?.members;
  const { address, userAgent, sender } = arrival;
  let { text } = said;
  if (address !== undefined && !isGiven('ip') && isFromDevice()) add('ip', address);
  if (userAgent !== undefined && sender === 'image' && !isGiven('userAgent')) add('userAgent', userAgent);
  const personal = personalUserAgent();
  const isBot = personal !== undefined && !isMailProxy(personal) && arrival.isBot(personal);
  if (isBot && !isGiven('bot')) add('bot', true);
  return { text, isBot };

  function given(name: string): unknown {
    return said.own?.[name] ?? shared?.[name];
  }

  function isGiven(name: string): boolean {
    return said.own?.[name] !== undefined || shared?.[name] !== undefined;
  }

  function add(name: string, value: string | boolean): void {
    text = addMember(text ?? '{}', name, value);
  }

  function isFromDevice(): boolean {
    if (sender === 'image' || sender === 'device' || given('direct') === true) return true;
    return (
      sender === 'any' && (arrival.source.isClientSide || said.channel === 'mobile' || isOnBrowserChannel())
    );
  }

  function isOnBrowserChannel(): boolean {
    return said.channel !== null && browserChannels.has(said.channel);
  }

  function isMailProxy(agent: string): boolean {
    return sender === 'image' && mailProxies.test(agent);
  }

  /** What the event says, or for a browser the request: from an app or a server it names the library that sends. */
  function personalUserAgent(): string | undefined {
    const own = given('userAgent');
    if (typeof own === 'string') return own;
    const isBrowser =
      sender === 'image' || (sender !== 'server' && (arrival.source.isWebsite || isOnBrowserChannel()));
    return isBrowser ? userAgent : undefined;
  }
}
