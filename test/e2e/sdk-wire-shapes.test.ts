import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { readRow } from '../sdk/archived-event.ts';
import { textOf } from '../sdk/exact-json.ts';
import {
  readWireCase,
  readWireRequest,
  sendWireRequest,
  wireCaseNames,
  type WireCase,
  type WireRequest,
} from '../sdk/wire/wire-case.ts';
import { openControlApi, type StorySource } from '../stack/control-api.ts';
import { untilKnown } from '../stack/gateway.ts';
import { expectArchivedAsSent } from './sdk-story.ts';
import { beginStory, type Story } from './story.ts';

/** A case, its request, and what the gateway answered. */
type Visit = {
  readonly wireCase: WireCase;
  readonly request: WireRequest;
  readonly at: number;
  readonly reply: { readonly status: number; readonly body: string };
};

let story: Story;
const sources = new Map<string, StorySource>();
/** All requests are made before the tests, because the way to the archive takes the longest. */
const visits = new Map<string, Visit>();
beforeAll(async () => {
  story = await beginStory();
  const cases = await Promise.all(wireCaseNames().map(name => readWireCase(name, `${story.name}-${name}`)));
  const controlApi = await openControlApi(story.endpoints.controlApi);
  for (const type of new Set(cases.map(({ source }) => source))) {
    const slug = `${story.name}-${type.replaceAll('.', '')}`;
    sources.set(type, await controlApi.addSource({ slug, type }));
  }
  await Promise.all([...sources.values()].map(({ writeKey }) => untilKnown(story, writeKey)));
  for (const wireCase of cases) visits.set(wireCase.name, await visit(wireCase));
});
afterAll(async () => {
  for (const source of sources.values()) await source.remove();
  await story.end();
});

describe('a request as a library of another language sends it', () => {
  it.each(wireCaseNames())('is in the archive field by field: %s', async name => {
    const visited = visits.get(name);
    if (visited === undefined) throw new Error(`the request of ${name} was not made`);
    const { wireCase, request, at, reply } = visited;

    expect(reply).toEqual({ status: wireCase.status, body: expect.any(String) });
    for (const expected of wireCase.archived) {
      const row = await story.archived(textOf(expected['message_id']));
      expect(readRow(row)).toMatchObject(expected);
    }
    if (request.method === 'POST' && reply.status === 200) {
      const exchange = { ...request, at, status: reply.status, fault: undefined };
      const device = { address: '127.0.0.1' };
      await expectArchivedAsSent(story, [exchange], wireCase.sender === 'device' ? device : {});
    }
  });
});

async function visit(wireCase: WireCase): Promise<Visit> {
  const { gateway: url } = story.endpoints;
  const writeKey = sources.get(wireCase.source)?.writeKey ?? '';
  const run = `${story.name}-${wireCase.name}`;
  const request = await readWireRequest(wireCase.name, { url, writeKey, run });
  return { wireCase, request, at: Date.now(), reply: await sendWireRequest(url, request) };
}
