import { readFileSync } from 'node:fs';

/** Addresses of the local stack that integration tests use. */
export type TestEndpoints = {
  /** host:port. */
  readonly kafka: string;
  readonly redis: string;
  /** URLs. */
  readonly schemaRegistry: string;
  readonly clickhouse: string;
};

/** Reads the addresses from the file that MILLRACE_ENDPOINTS names; default `.local/endpoints.json` in the working folder. */
export function testEndpoints(): TestEndpoints {
  const file = process.env['MILLRACE_ENDPOINTS'] ?? '.local/endpoints.json';
  return JSON.parse(readFileSync(file, 'utf8')) as TestEndpoints;
}
