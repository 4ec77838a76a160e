import { InvalidArgumentError } from 'commander';

import { parseDuration } from '@millrace/config';

import { fillReferences } from './references.ts';

/** Whole seconds of an option such as `90s`, `24h` or `7d`. */
export function durationOption(text: string): number {
  const milliseconds = text === '0' ? 0 : parseDuration(text);
  if (milliseconds === undefined || milliseconds % 1000 !== 0) {
    throw new InvalidArgumentError('It must be a length of time such as 90s, 24h or 7d, or 0.');
  }
  return milliseconds / 1000;
}

/** An object of an option in JSON. */
export function objectOption(text: string): Readonly<Record<string, unknown>> {
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new InvalidArgumentError('It must be an object in JSON, such as \'{"a": 1}\'.');
  }
  return parsed as Readonly<Record<string, unknown>>;
}

/** An option that may be given several times, its values gathered. */
export function repeatedOption(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/**
 * Settings with `{ "env": NAME }` filled in, so that a secret need not stand in the list of processes and the shell's history; the
 * name of a variable that is not set instead.
 */
export function filledSettings(
  settings: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly settings: unknown } | { readonly missing: string } {
  const { content, missing } = fillReferences(settings, { environment, readText: () => undefined });
  const [first] = missing;
  return first === undefined ? { settings: content } : { missing: first.name };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
