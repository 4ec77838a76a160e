import { openArchive, type Archive, type ArchiveRow, type ArchiveTable } from '../stack/archive.ts';
import { openControlApi, type StoryDestination } from '../stack/control-api.ts';
import { readEndpoints, type Endpoints } from '../stack/endpoints.ts';
import { post, type GatewayReply } from '../stack/gateway.ts';
import { createInbox, deliveredMessageId, type Inbox, type InboxRequest } from '../stack/inbox.ts';
import { waitUntil } from '../stack/wait-until.ts';

const WITHIN_MS = 30_000;

/** One customer's story on the running stack. */
export type Story = {
  readonly endpoints: Endpoints;
  readonly inbox: Inbox;
  readonly archive: Archive;
  /** A word that no other story of any run has, for ids. */
  readonly name: string;
  /** Posts one call as the shop's web source; a text is sent as it is. */
  send(
    type: string,
    event: Readonly<Record<string, unknown>> | string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<GatewayReply>;
  /** The first row of an event in a table of the archive. */
  archived(messageId: string, table?: ArchiveTable): Promise<ArchiveRow>;
  /** The first accepted delivery of an event, at a path of the inbox that begins so. */
  delivered(messageId: string, path?: string): Promise<InboxRequest>;
  /** Every request for these events so far, at a path that begins so. */
  deliveries(messageIds: readonly string[], path?: string): Promise<readonly InboxRequest[]>;
  /** A webhook into the inbox under a path of its own; it is there once it has delivered an event. */
  addWebhook(name: string): Promise<StoryWebhook>;
  end(): Promise<void>;
};

/** A webhook of a story: `path` is where its requests arrive. */
type StoryWebhook = StoryDestination & { readonly path: string };

/** Begins a story on the stack that MILLRACE_ENDPOINTS (or .local) names. */
export async function beginStory(): Promise<Story> {
  const endpoints = await readEndpoints();
  const startedAt = Date.now();
  const inbox = createInbox(endpoints.inbox);
  const archive = openArchive(endpoints.clickhouse);
  const name = `story-${crypto.randomUUID().slice(0, 8)}`;
  const webhooks: StoryWebhook[] = [];

  const deliveries: Story['deliveries'] = async (messageIds, path = '/') => {
    const wanted = new Set(messageIds);
    const requests = await inbox.requests(startedAt, 100_000);
    return requests.filter(
      request => request.path.startsWith(path) && wanted.has(deliveredMessageId(request) ?? ''),
    );
  };
  const send: Story['send'] = (type, event, headers) =>
    post(
      endpoints.gateway,
      `/v1/${type}`,
      headers === undefined ? { body: event } : { body: event, headers },
    );
  const delivered: Story['delivered'] = (messageId, path = '/') =>
    waitUntil(
      `the delivery of ${messageId} to ${path}`,
      async () => (await deliveries([messageId], path)).find(({ status }) => status < 300),
      { withinMs: WITHIN_MS },
    );

  return {
    endpoints,
    inbox,
    archive,
    name,
    send,
    deliveries,
    delivered,
    archived: (messageId, table) =>
      waitUntil(
        `the row of ${messageId} in the archive`,
        async () => (await archive.rowsOf(messageId, table)).at(0),
        {
          withinMs: WITHIN_MS,
        },
      ),
    async addWebhook(webhookName) {
      const path = `/${name}-${webhookName}`;
      const controlApi = await openControlApi(endpoints.controlApi);
      const destination = await controlApi.addWebhook('shop-web', {
        name: `${name} ${webhookName}`,
        url: `${endpoints.inbox}${path}`,
      });
      const webhook = { ...destination, path };
      webhooks.push(webhook);
      await awaitFirstDelivery(webhook, { name, send, deliveries });
      return webhook;
    },
    async end() {
      await inbox.recover();
      await Promise.all(webhooks.map(webhook => webhook.remove()));
      await archive.close();
    },
  };
}

/** A new destination starts somewhere in the stream of events; sends some until one comes through. */
async function awaitFirstDelivery(
  { path }: StoryWebhook,
  { name, send, deliveries }: Pick<Story, 'name' | 'send' | 'deliveries'>,
): Promise<void> {
  const probes: string[] = [];
  await waitUntil(
    `the webhook at ${path}`,
    async () => {
      const messageId = `${name}-probe-${crypto.randomUUID()}`;
      probes.push(messageId);
      await send('track', { messageId, anonymousId: `${name}-prober`, event: 'Probed' });
      return (await deliveries(probes, path)).at(0);
    },
    { withinMs: WITHIN_MS, everyMs: 500 },
  );
}
