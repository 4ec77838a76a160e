import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Ports } from './ports.ts';

/** What tools and people are promised: URLs, or host:port where the protocol is not HTTP. */
export type Addresses = Readonly<{
  gateway: string;
  controlApi: string;
  console: string;
  profileApi: string;
  clickhouse: string;
  kafka: string;
  schemaRegistry: string;
  redis: string;
  inbox: string;
  sourceFunctions: string;
  sourceDebugger: string;
}>;

export function addressesOf(ports: Ports): Addresses {
  const url = (port: number): string => `http://127.0.0.1:${port}`;
  return {
    gateway: url(ports.gateway),
    controlApi: url(ports.controlApi),
    console: url(ports.console),
    profileApi: url(ports.profileApi),
    clickhouse: url(ports.clickhouse),
    kafka: `127.0.0.1:${ports.kafka}`,
    schemaRegistry: `${url(ports.schemaRegistry)}/apis/ccompat/v7`,
    redis: `127.0.0.1:${ports.redis}`,
    inbox: url(ports.inbox),
    sourceFunctions: url(ports.sourceFunctions),
    sourceDebugger: url(ports.sourceDebugger),
  };
}

export async function writeEndpoints(file: string, addresses: Addresses): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(addresses, undefined, 2)}\n`);
}
