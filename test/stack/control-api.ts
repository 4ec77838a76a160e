import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { stackHome } from './endpoints.ts';

/** A destination made for one story. */
export type StoryDestination = { readonly id: string; remove(): Promise<void> };

/** The control API of the local stack, as its administrator. */
export type ControlApi = {
  /** Connects a webhook to the source with this slug; it gets events from a moment later on. */
  addWebhook(
    sourceSlug: string,
    webhook: { readonly name: string; readonly url: string },
  ): Promise<StoryDestination>;
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
    if (!reply.ok) throw new Error(`${method} ${path} failed: ${reply.status} ${text}`);
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
  };
}
