import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createAccessTokens, createTokenVerifier, deriveTokenKey } from '@millrace/oauth';
import { silentTelemetry } from '@millrace/telemetry';

import type { Archive } from '../archive.ts';
import { tokenAuthentication } from '../authentication.ts';
import { createHttpApp } from '../http-app.ts';
import { createQueries } from '../queries.ts';
import { createResourceWriter } from '../resource-writer.ts';
import { operations } from '../routes.ts';
import { createFacts } from '../telemetry.ts';
import { createTools } from '../tools.ts';
import { beginWorkspace } from '../workspace-beginning.ts';
import { workspaceView, type WorkspaceView } from '../workspace-view.ts';
import { createMemoryTopic, type MemoryTopic } from './memory-config-log.ts';

/** A control API over a topic in memory, on a port of its own. */
export type MemoryApi = {
  readonly url: string;
  readonly token: string;
  readonly view: WorkspaceView;
  readonly topic: MemoryTopic;
  ask(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
  close(): Promise<void>;
};

const token = 'a-token-of-a-test-that-is-long';
const secretsKey = Buffer.alloc(32, 7);
const QUERY_TIMEOUT_MS = 50;
const MAX_QUERIES = 2;

const emptyArchive: Archive = {
  schemas: { events: () => Promise.resolve([]), properties: () => Promise.resolve([]) },
  invocations: { list: () => Promise.resolve([]) },
};

/** Starts a control API with an empty workspace `acme`. */
export async function startMemoryApi(
  topic = createMemoryTopic(),
  archive: Partial<Archive> = {},
): Promise<MemoryApi> {
  const { configLog, table } = topic.join();
  const view = workspaceView(table, 'acme');
  const tools = createTools({ workspace: 'acme', secretsKey, now: Date.now });
  const facts = createFacts(silentTelemetry, view);
  const writer = createResourceWriter({
    configLog,
    view,
    now: Date.now,
    maxWaiting: 100,
    onWritten: records => facts.written(records),
  });
  await writer.write('test', () => beginWorkspace(view, tools));
  const app = createHttpApp({
    operations,
    authenticate: tokenAuthentication({
      adminToken: token,
      verifyToken: createTokenVerifier({
        tokens: createAccessTokens(deriveTokenKey(secretsKey)),
        findApp: id => view.byId('oauth-app', id),
        now: Date.now,
        maxRemembered: 10,
      }),
    }),
    view,
    tools,
    writer,
    queries: createQueries({
      view,
      archive: { ...emptyArchive, ...archive },
      timeoutMs: QUERY_TIMEOUT_MS,
      maxUnderWay: MAX_QUERIES,
    }),
    facts,
    maxBodyBytes: 100_000,
    version: '0.0.0',
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    token,
    view,
    topic,
    async ask(method, path, body) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    },
    async close() {
      server.close();
      server.closeIdleConnections();
      await once(server, 'close');
      await writer.close();
    },
  };
}
