import { parseBytes, parseDuration } from '@millrace/config';

/** Milliseconds of a duration such as "25h" or "7d". Throws on any other form. */
export function durationMs(text: string): number {
  return parseDuration(text) ?? refuse(text, 'a duration such as 30s, 15m, 25h or 7d');
}

/** Bytes of a size such as "1GB". Throws on any other form. */
export function sizeBytes(text: string): number {
  return parseBytes(text) ?? refuse(text, 'a size such as 500MB or 1GB');
}

function refuse(text: string, form: string): never {
  throw new Error(`"${text}" is not ${form}`);
}
