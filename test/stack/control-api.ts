import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { stackHome } from './endpoints.ts';

/** A destination made for one story. */
export type StoryDestination = { readonly id: string; remove(): Promise<void> };

/** A source made for one story. */
export type StorySource = {
  readonly id: string;
  readonly writeKey: string;
  /** The kinds of events it has sent. */
  schema(): Promise<readonly SeenEvent[]>;
  /** Paths of the properties that a track event has had, with how many events had them by JSON type. */
  properties(event: string): Promise<Readonly<Record<string, Readonly<Record<string, number>>>>>;
  remove(): Promise<void>;
};

/** A kind of event of a source. */
type SeenEvent = {
  readonly type: string;
  readonly name: string;
  readonly allowed: number;
  readonly blocked: number;
  readonly blockedByReason: Readonly<Record<string, number>>;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
};

/** The control API of the local stack, as its administrator. */
export type ControlApi = {
  /** Connects a webhook to the source with this slug; it gets events from a moment later on. */
  addWebhook(
    sourceSlug: string,
    webhook: { readonly name: string; readonly url: string },
  ): Promise<StoryDestination>;
  /** Makes a source of a type of the catalogue, in the shop's space; gateways know it a moment later. */
  addSource(source: {
    readonly slug: string;
    readonly type: string;
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly functionId?: string;
    readonly functionSettings?: Readonly<Record<string, unknown>>;
  }): Promise<StorySource>;
  /** Makes a function of sources, with settings of these names; whose name begins with `secret` is sensitive. */
  addFunction(fun: {
    readonly name: string;
    readonly code: string;
    readonly settings?: readonly string[];
  }): Promise<StoryFunction>;
};

/** One run of a function. */
export type StoryInvocation = {
  readonly invocationId: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly code?: string;
  readonly message?: string;
  readonly events: number;
  readonly console: readonly { readonly level: string; readonly text: string }[];
  readonly request: { readonly url: string; readonly headers: Readonly<Record<string, string>> };
};

/** A function made for one story. */
export type StoryFunction = {
  readonly id: string;
  /** Its runs, newest first. */
  invocations(): Promise<readonly StoryInvocation[]>;
  remove(): Promise<void>;
};

type Source = { readonly id: string; readonly slug: string };

/** Opens the control API at its address with the token that `make up` left. */
export async function openControlApi(url: string): Promise<ControlApi> {
  const token = (await readFile(join(stackHome(), 'admin-token'), 'utf8')).trim();
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    if (!reply.ok) {
      const error = new Error(`${method} ${path} failed: ${reply.status} ${text}`);
      throw Object.assign(error, { status: reply.status });
    }
    return (JSON.parse(text) as { data: T }).data;
  };
  return {
    async addWebhook(sourceSlug, { name, url: target }) {
      const { sources } = await ask<{ sources: readonly Source[] }>('GET', '/sources?pagination[count]=200');
      const sourceId = sources.find(({ slug }) => slug === sourceSlug)?.id;
      const { destination } = await ask<{ destination: { readonly id: string } }>('POST', '/destinations', {
        sourceId,
        metadataId: 'webhook',
        name,
        enabled: true,
        settings: { url: target },
      });
      return {
        id: destination.id,
        async remove() {
          await ask('DELETE', `/destinations/${destination.id}`);
        },
      };
    },
    async addSource({ slug, type, settings = {}, ...runs }) {
      const { source } = await ask<{ source: Source & { readonly writeKeys: readonly string[] } }>(
        'POST',
        '/sources',
        { slug, metadataId: type, settings, ...runs },
      );
      return {
        id: source.id,
        writeKey: source.writeKeys[0] ?? '',
        async schema() {
          const path = `/sources/${source.id}/schema`;
          return (await ask<{ events: readonly SeenEvent[] }>('GET', path)).events;
        },
        async properties(event) {
          type Seen = { readonly path: string; readonly types: Readonly<Record<string, number>> };
          const query = new URLSearchParams({ type: 'track', event }).toString();
          const path = `/sources/${source.id}/schema/properties?${query}`;
          const { properties } = await ask<{ properties: readonly Seen[] }>('GET', path);
          return Object.fromEntries(properties.map(seen => [seen.path, seen.types]));
        },
        async remove() {
          await ask('DELETE', `/sources/${source.id}`);
        },
      };
    },
    async addFunction({ name, code, settings = [] }) {
      const { function: made } = await ask<{ function: { readonly id: string } }>('POST', '/functions', {
        displayName: name,
        resourceType: 'SOURCE',
        code,
        settings: settings.map(setting => ({ name: setting, sensitive: setting.startsWith('secret') })),
      });
      return {
        id: made.id,
        async invocations() {
          const path = `/functions/${made.id}/invocations`;
          return (await ask<{ invocations: readonly StoryInvocation[] }>('GET', path)).invocations;
        },
        async remove() {
          await ask('DELETE', `/functions/${made.id}`);
        },
      };
    },
  };
}
