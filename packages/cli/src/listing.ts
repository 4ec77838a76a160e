import { z } from 'zod';

import type { ControlApi, Reply } from './control-api.ts';

/** What every resource has that a list shows. */
const named = z.looseObject({ id: z.string(), slug: z.string() });

/** A kind of resource as the control API lists it. */
export type Listing<T extends { readonly id: string; readonly slug: string }> = {
  readonly path: string;
  /** Member of the answer that holds the entries. */
  readonly member: string;
  /** What one is called. */
  readonly noun: string;
  readonly form: z.ZodType<T>;
};

const source = named.extend({
  name: z.string(),
  enabled: z.boolean(),
  metadata: z.object({ slug: z.string() }),
});

/** The lists of the control API. */
export const listings = {
  sources: { path: '/sources', member: 'sources', noun: 'source', form: source },
  destinations: { path: '/destinations', member: 'destinations', noun: 'destination', form: source },
  spaces: { path: '/spaces', member: 'spaces', noun: 'space', form: named },
  functions: {
    path: '/functions',
    member: 'functions',
    noun: 'function',
    form: named.extend({ displayName: z.string(), resourceType: z.string() }),
  },
  oauthApps: {
    path: '/oauth-apps',
    member: 'oauthApps',
    noun: 'OAuth app',
    form: named.extend({
      name: z.string(),
      enabled: z.boolean(),
      scopes: z.array(z.string()),
      publicKeys: z.array(z.object({ kid: z.string(), pem: z.string() })),
    }),
  },
} as const satisfies Readonly<Record<string, Listing<{ id: string; slug: string }>>>;

const pagination = z.object({ next: z.string().optional() });

/** Every entry of a list, page by page. */
export async function listAll<T extends { readonly id: string; readonly slug: string }>(
  { path, member, form }: Listing<T>,
  controlApi: ControlApi,
): Promise<Reply<readonly T[]>> {
  const page = z.object({ entries: z.array(form), pagination });
  const all: T[] = [];
  let cursor = '';
  do {
    const query = new URLSearchParams({ 'pagination[cursor]': cursor }).toString();
    const answer = z.preprocess(body => ({ ...(body as object), entries: memberOf(body, member) }), page);
    const reply = await controlApi.get(`${path}?${query}`, answer);
    if (reply.kind !== 'answer') return reply;
    all.push(...reply.data.entries);
    cursor = reply.data.pagination.next ?? '';
  } while (cursor !== '');
  return { kind: 'answer', data: all };
}

/** The entry that a person names by slug or id. */
export async function findNamed<T extends { readonly id: string; readonly slug: string }>(
  listing: Listing<T>,
  name: string,
  controlApi: ControlApi,
): Promise<Reply<T>> {
  const reply = await listAll(listing, controlApi);
  if (reply.kind !== 'answer') return reply;
  const found = reply.data.find(({ slug }) => slug === name) ?? reply.data.find(({ id }) => id === name);
  if (found !== undefined) return { kind: 'answer', data: found };
  const slugs = reply.data.map(({ slug }) => slug).join(', ');
  const message = `There is no ${listing.noun} ${name}; there ${slugs === '' ? 'is none yet' : `are ${slugs}`}.`;
  return { kind: 'refusal', status: 404, errors: [{ type: 'not-found', message }] };
}

function memberOf(body: unknown, member: string): unknown {
  return (body as Readonly<Record<string, unknown>>)[member];
}
