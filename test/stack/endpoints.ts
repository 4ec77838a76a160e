import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

const REPOSITORY = join(import.meta.dirname, '..', '..');

/** Addresses a running local stack promises to tools: URLs, or host:port where the protocol is not HTTP. */
export type Endpoints = {
  readonly gateway: string;
  readonly controlApi: string;
  readonly clickhouse: string;
  readonly kafka: string;
  readonly schemaRegistry: string;
  readonly redis: string;
  readonly inbox: string;
  readonly sourceFunctions: string;
  readonly sourceDebugger: string;
};

/** Where the addresses are: MILLRACE_ENDPOINTS, else endpoints.json in MILLRACE_HOME (default `.local`). */
function endpointsFile(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const home = environment.MILLRACE_HOME ?? '.local';
  return resolve(REPOSITORY, environment.MILLRACE_ENDPOINTS ?? join(home, 'endpoints.json'));
}

/** The folder a local stack lives in. */
export function stackHome(): string {
  return dirname(endpointsFile());
}

/** Reads the addresses of the running stack. Throws with what to do where there is none. */
export async function readEndpoints(file = endpointsFile()): Promise<Endpoints> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Endpoints;
  } catch (cause) {
    throw new Error(`reading ${file} failed: start the local stack with \`make up\``, { cause });
  }
}
