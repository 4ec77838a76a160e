import { afterEach, describe, expect, it } from '@jest/globals';
import { silentTelemetry } from '@millrace/telemetry';
import type { Router } from 'express';

import { endpoints } from '../endpoints.ts';
import { aGateway, stopGateways } from '../fakes/a-gateway.ts';
import { createInFlight } from '../in-flight.ts';
import { createLibraryRouter } from '../library/library-router.ts';
import { readPackageFiles } from '../library/package-files.ts';
import { createTokenFacts } from '../oauth/token-facts.ts';
import { createTokenRouter } from '../oauth/token-router.ts';
import { replies } from '../replies.ts';
import { document } from './document.ts';
import { createOpenApiRouter } from './openapi-router.ts';

afterEach(stopGateways);

type Operation = { readonly responses: Readonly<Record<string, unknown>> };
const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** Every router of the gateway beside the paths that take events. */
const routers = async (): Promise<readonly Router[]> => [
  createOpenApiRouter(),
  createTokenRouter({
    grantToken: () => Promise.reject(new Error('not asked')),
    inFlight: createInFlight(1_000_000),
    facts: createTokenFacts(silentTelemetry.meter),
  }),
  await createLibraryRouter({
    files: await readPackageFiles(),
    findSource: () => undefined,
    trustedProxies: { has: () => false },
    maxKeptCopies: 1,
    now: Date.now,
    onAnswered: () => undefined,
  }),
];

/** Paths of a router that answer, in OpenAPI's words. */
function pathsOf(router: Router): readonly string[] {
  return router.stack.flatMap(({ route }) =>
    route === undefined ? [] : [route.path.replace(/:(\w+)/g, '{$1}')],
  );
}

describe('the OpenAPI document', () => {
  it('is what the gateway serves', async () => {
    const { url } = await aGateway();
    const reply = await fetch(`${url}/openapi.json`);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await reply.json()).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('has every path of the gateway, and no other', async () => {
    const served = new Set([...endpoints.map(({ path }) => path), ...(await routers()).flatMap(pathsOf)]);
    expect(Object.keys(paths).sort()).toEqual([...served].sort());
  });

  it.each(endpoints)('has $method $path with every reply that it can give', ({ path, method, takes }) => {
    const documented = Object.keys(paths[path]?.[method.toLowerCase()]?.responses ?? {}).map(Number);
    const possible =
      takes === 'event' || takes === 'batch'
        ? Object.values(replies)
            .map(({ status }) => status)
            .filter(status => ![204, 404, 405].includes(status))
        : [200];
    expect(documented).toEqual(expect.arrayContaining([...possible]));
  });

  it('refers to nothing that it does not have', () => {
    const references = JSON.stringify(document).match(/#\/components\/schemas\/\w+/g) ?? [];
    const { schemas } = document['components'] as { readonly schemas: Readonly<Record<string, unknown>> };
    const names = references.map(reference => reference.split('/').at(-1) ?? '');
    expect(names.filter(name => !(name in schemas))).toEqual([]);
    expect(references.length).toBeGreaterThan(20);
  });

  it('names each operation once', () => {
    const ids = JSON.stringify(document).match(/"operationId":"[^"]*"/g) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
