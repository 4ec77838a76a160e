import { styleText } from 'node:util';

import { z } from 'zod';

import { oneLine } from './terminal.ts';

/** What a line shows of an event; the debugger sends more. */
export const tailedEvent = z.looseObject({
  status: z.enum(['allowed', 'blocked']),
  stage: z.string().optional(),
  reason: z.string().optional(),
  detail: z.string().optional(),
  type: z.string(),
  event: z.string().optional(),
  name: z.string().optional(),
  userId: z.string().optional(),
  anonymousId: z.string().optional(),
  receivedAt: z.iso.datetime(),
  original: z.unknown(),
});

type TailedEvent = z.infer<typeof tailedEvent>;

type Look = {
  readonly isColored: boolean;
  /** Columns of the terminal; undefined where lines may be of any length. */
  readonly width: number | undefined;
};

const TYPE_WIDTH = 8;
const NAME_WIDTH = 24;
/** Most of a terminal's columns that a name may take, so that what comes behind it is seen. */
const NAME_PART = 0.3;

/**
 * An event as a line: when it was received, what became of it, what it is, whose, and what it says. Why it was blocked stands
 * before whose it is: an anonymous id alone would fill a terminal.
 */
export function eventLine(event: TailedEvent, { isColored, width }: Look): string {
  const isAllowed = event.status === 'allowed';
  const paint = (style: 'dim' | 'green' | 'red' | 'bold', text: string): string =>
    isColored ? styleText(style, text, { validateStream: false }) : text;
  const whose = [undefined, person(event)] as const;
  const parts: readonly (readonly ['dim' | 'green' | 'red' | 'bold' | undefined, string])[] = [
    ['dim', timeOf(event.receivedAt)],
    isAllowed ? ['green', '✓'] : ['red', event.stage === 'ingest' ? '✗' : '⊘'],
    [undefined, oneLine(event.type).padEnd(TYPE_WIDTH)],
    ['bold', nameOf(event, width)],
    ...(isAllowed
      ? ([whose, ['dim', content(event.original)]] as const)
      : ([['red', why(event)], whose] as const)),
  ];
  let left = width ?? Infinity;
  return parts
    .flatMap(([style, text]) => {
      const shown = text.slice(0, Math.max(0, left));
      left -= text.length + 1;
      if (shown === '') return [];
      return style === undefined ? shown : paint(style, shown);
    })
    .join(' ')
    .trimEnd();
}

/** Time of day where the terminal is. */
function timeOf(iso: string): string {
  const time = new Date(iso);
  const two = (part: number): string => String(part).padStart(2, '0');
  const millis = String(time.getMilliseconds()).padStart(3, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${millis}`;
}

function nameOf({ event, name = '' }: TailedEvent, width: number | undefined): string {
  const most = width === undefined ? Infinity : Math.floor(width * NAME_PART);
  const written = oneLine(event ?? name);
  const shown = written.length > most ? `${written.slice(0, Math.max(0, most - 1))}…` : written;
  return shown.padEnd(Math.min(NAME_WIDTH, most));
}

function person({ userId, anonymousId }: TailedEvent): string {
  if (userId !== undefined) return oneLine(`user ${userId}`);
  return anonymousId === undefined ? '' : oneLine(`anonymous ${anonymousId}`);
}

function why({ stage = '', reason = '', detail }: TailedEvent): string {
  const verb = stage === 'ingest' ? 'failed' : 'blocked';
  return oneLine(`${verb}: ${reason}${detail === undefined ? '' : ` – ${detail}`}`);
}

/** What the event is about: its properties or traits, else nothing. */
function content(original: unknown): string {
  if (typeof original !== 'object' || original === null) return '';
  const { properties, traits } = original as { readonly properties?: unknown; readonly traits?: unknown };
  const said = properties ?? traits;
  return said === undefined ? '' : oneLine(JSON.stringify(said));
}
