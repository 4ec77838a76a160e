import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the control API is, and what it is asked with. */
export type Connection = { readonly api: string; readonly token: string };

/** Where source-debugger is, and what it is asked with. */
export type DebuggerConnection = { readonly url: string; readonly token: string };

type Options = { readonly api?: string | undefined; readonly token?: string | undefined };
type DebuggerOptions = { readonly debugger?: string | undefined; readonly token?: string | undefined };
type Surroundings = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
};

/**
 * Finds the control API: flags first, then MILLRACE_API and MILLRACE_TOKEN, then the local stack's own files in MILLRACE_HOME or the
 * nearest `.local` of this folder and those around it. Undefined parts could not be found.
 */
export function findConnection(options: Options, { environment, folder }: Surroundings): Partial<Connection> {
  const home = environment['MILLRACE_HOME'] ?? nearestLocal(folder);
  const api = options.api ?? environment['MILLRACE_API'] ?? (home && localAddress(home, 'controlApi'));
  const token = options.token ?? environment['MILLRACE_TOKEN'] ?? (home && localToken(home));
  return { ...(api && { api: api.replace(/\/+$/, '') }), ...(token && { token }) };
}

/** Finds source-debugger as `findConnection` finds the control API; its address is in MILLRACE_DEBUGGER. */
export function findDebugger(
  options: DebuggerOptions,
  { environment, folder }: Surroundings,
): Partial<DebuggerConnection> {
  const home = environment['MILLRACE_HOME'] ?? nearestLocal(folder);
  const url =
    options.debugger ?? environment['MILLRACE_DEBUGGER'] ?? (home && localAddress(home, 'sourceDebugger'));
  const token = options.token ?? environment['MILLRACE_TOKEN'] ?? (home && localToken(home));
  return { ...(url && { url: url.replace(/\/+$/, '') }), ...(token && { token }) };
}

function nearestLocal(folder: string): string | undefined {
  const candidate = join(folder, '.local');
  if (readOptional(join(candidate, 'endpoints.json')) !== undefined) return candidate;
  const parent = dirname(folder);
  return parent === folder ? undefined : nearestLocal(parent);
}

function localAddress(home: string, name: 'controlApi' | 'sourceDebugger'): string | undefined {
  const text = readOptional(join(home, 'endpoints.json'));
  if (text === undefined) return undefined;
  const address = (JSON.parse(text) as Readonly<Record<string, unknown>>)[name];
  return typeof address === 'string' ? address : undefined;
}

function localToken(home: string): string | undefined {
  return readOptional(join(home, 'admin-token'))?.trim();
}

function readOptional(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not there or not ours to read: the caller says what is missing.
    return undefined;
  }
}
