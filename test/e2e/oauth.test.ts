import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Analytics } from '@segment/analytics-node';

import { openControlApi, type StorySource } from '../stack/control-api.ts';
import { stackHome } from '../stack/endpoints.ts';
import { waitUntil } from '../stack/wait-until.ts';
import { beginStory, type Story } from './story.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });

let story: Story;
let folder: string;
let source: StorySource;
let clientId = '';
beforeAll(async () => {
  story = await beginStory();
  folder = await mkdtemp(join(tmpdir(), 'millrace-oauth-'));
  const controlApi = await openControlApi(story.endpoints.controlApi);
  source = await controlApi.addSource({ slug: story.name, type: 'node.js' });
});
afterAll(async () => {
  if (clientId !== '') await millrace('oauth', 'delete', clientId);
  await source.remove();
  await rm(folder, { recursive: true });
  await story.end();
});

/** Runs the command as its user does and gives what it prints for programs. */
async function millrace(...args: readonly string[]): Promise<unknown> {
  const program = join(import.meta.dirname, '../../packages/cli/src/main.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, '--json', ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], MILLRACE_HOME: stackHome() },
  });
  return JSON.parse(stdout);
}

const server = (writeKey: string): Analytics =>
  new Analytics({
    writeKey,
    host: story.endpoints.gateway,
    flushAt: 1,
    maxRetries: 0,
    oauthSettings: {
      clientId,
      clientKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      keyId: 'key-1',
      authServer: story.endpoints.gateway,
    },
  });

const isDelivered = (analytics: Analytics, step: string): Promise<boolean> =>
  new Promise(resolve => {
    const event = { userId: story.name, messageId: `${story.name}-${step}`, event: 'Signed' };
    analytics.track(event, error => resolve(error === undefined));
  });

/** What the gateway says to somebody who has nothing but a write key. */
async function answerTo(writeKey: string): Promise<unknown> {
  const reply = await fetch(`${story.endpoints.gateway}/v1/track`, {
    method: 'POST',
    body: JSON.stringify({ writeKey, userId: story.name, event: 'Unsigned' }),
  });
  return { status: reply.status, ...((await reply.json()) as object) };
}

const within = { withinMs: 20_000, everyMs: 200 };

it('a server that signs for its tokens may send, a write key alone may not, and what is taken back ends at once', async () => {
  await writeFile(join(folder, 'public.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  const key = ['--kid', 'key-1', '--key', 'public.pem'];
  const made = await millrace('oauth', 'create', story.name, ...key, '--source', story.name);
  clientId = (made as { oauthApp: { id: string } }).oauthApp.id;
  await millrace('sources', 'update', story.name, '--settings', '{"requireOAuth": true}');
  const analytics = server(source.writeKey);
  await waitUntil(
    'a token to be asked for',
    async () =>
      ((await answerTo(source.writeKey)) as { code: string }).code === 'token-required' || undefined,
    within,
  );
  expect(await isDelivered(analytics, 'first')).toBe(true);
  await story.archived(`${story.name}-first`);

  await millrace('oauth', 'void', story.name);
  await waitUntil(
    'the token to be void',
    async () => !(await isDelivered(analytics, 'void')) || undefined,
    within,
  );
  expect(await isDelivered(analytics, 'second')).toBe(true);
  await story.archived(`${story.name}-second`);
  await analytics.closeAndFlush();

  const rotated = await millrace('sources', 'rotate-key', story.name, '--grace', '0');
  const { writeKey } = rotated as { writeKey: string };
  await waitUntil(
    'the old write key to end',
    async () =>
      ((await answerTo(source.writeKey)) as { code: string }).code !== 'token-required' || undefined,
    within,
  );
  const renewed = server(writeKey);
  expect(await isDelivered(renewed, 'third')).toBe(true);
  await story.archived(`${story.name}-third`);
  await renewed.closeAndFlush();
});
