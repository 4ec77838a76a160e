import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the control API is, and what it is asked with. */
export type Connection = { readonly api: string; readonly token: string };

type Options = { readonly api?: string | undefined; readonly token?: string | undefined };

/**
 * Finds the control API: flags first, then MILLRACE_API and MILLRACE_TOKEN, then the local stack's own files in MILLRACE_HOME or the
 * nearest `.local` of this folder and those around it. Undefined parts could not be found.
 */
export function findConnection(
  options: Options,
  {
    environment,
    folder,
  }: { readonly environment: Readonly<Record<string, string | undefined>>; readonly folder: string },
): Partial<Connection> {
  const home = environment['MILLRACE_HOME'] ?? nearestLocal(folder);
  const api = options.api ?? environment['MILLRACE_API'] ?? (home && localApi(home));
  const token =
    options.token ??
    environment['MILLRACE_TOKEN'] ??
    (home && readOptional(join(home, 'admin-token'))?.trim());
  return { ...(api && { api: api.replace(/\/+$/, '') }), ...(token && { token }) };
}

function nearestLocal(folder: string): string | undefined {
  const candidate = join(folder, '.local');
  if (readOptional(join(candidate, 'endpoints.json')) !== undefined) return candidate;
  const parent = dirname(folder);
  return parent === folder ? undefined : nearestLocal(parent);
}

function localApi(home: string): string | undefined {
  const text = readOptional(join(home, 'endpoints.json'));
  if (text === undefined) return undefined;
  const { controlApi } = JSON.parse(text) as { readonly controlApi?: unknown };
  return typeof controlApi === 'string' ? controlApi : undefined;
}

function readOptional(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not there or not ours to read: the caller says what is missing.
    return undefined;
  }
}
