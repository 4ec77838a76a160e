import type { EpochMillis } from '@millrace/domain';

/**
 * ISO 8601, and what clients make of it: months and hours of one digit, a space for the T, a comma for the point, more than three
 * decimals, no seconds, no zone (then UTC).
 */
const form =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)? ?([Zz]|[+-]\d{2}(?::?\d{2})?)?$/;

const DASH = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;

/** Beyond this a Date is invalid (ECMAScript, time values). */
export const MAX_EPOCH_MS = 8.64e15;

/** The time that a JSON value means; undefined where it means none. A number counts milliseconds since 1970. */
export function parseTimestamp(value: unknown): EpochMillis | undefined {
  if (typeof value === 'string') return parseText(value);
  if (typeof value !== 'number' || !(Math.abs(value) <= MAX_EPOCH_MS)) return undefined;
  return Math.trunc(value);
}

function parseText(text: string): EpochMillis | undefined {
  return parseCommonText(text) ?? parseOtherText(text);
}

/** The form that every Segment library writes, 2015-02-02T00:30:08.276Z, without the cost of an expression; undefined for another. */
function parseCommonText(text: string): EpochMillis | undefined {
  if (text.length !== 24 || !hasCommonPunctuation(text)) return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  const isPlain = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  if (!isPlain || !(hour <= 23 && minute <= 59 && second <= 59)) return undefined;
  const time = Date.UTC(year, month - 1, day, hour, minute, second, digits(text, 20, 23));
  return Number.isNaN(time) ? undefined : time;
}

function hasCommonPunctuation(text: string): boolean {
  return (
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    text.charCodeAt(10) === LETTER_T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON &&
    text.charCodeAt(19) === POINT &&
    text.charCodeAt(23) === LETTER_Z
  );
}

/** NaN where anything but a digit stands there. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function parseOtherText(text: string): EpochMillis | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const local = utc([Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)]);
  if (local === undefined) return undefined;
  return local + Number(fraction.slice(0, 3).padEnd(3, '0')) - offsetMs(zone);
}

type Parts = readonly [
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
];

/** undefined where a part is out of its range: Date would roll it over. A leap second counts as the next second. */
function utc([year, month, day, hour, minute, second]: Parts): EpochMillis | undefined {
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day);
  const isRolledOver = new Date(midnight).getUTCMonth() !== month - 1 || day === 0;
  return isRolledOver ? undefined : midnight + ((hour * 60 + minute) * 60 + second) * 1000;
}

function offsetMs(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
