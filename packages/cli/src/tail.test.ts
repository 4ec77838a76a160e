import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { createProgram } from './program.ts';

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

let server: Server;
let exchanges: Exchange[];
let onRequest: (exchange: Exchange, count: number) => void;

beforeEach(async () => {
  exchanges = [];
  server = createServer((request, response) => {
    exchanges.push({ request, response });
    onRequest({ request, response }, exchanges.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

const event = (offset: number, fields: object = {}) =>
  `id: ${offset}-a0-1\ndata: ${JSON.stringify({ status: 'allowed', type: 'track', event: `Event ${offset}`, receivedAt: '2026-01-01T00:00:00.000Z', original: {}, ...fields })}\n\n`;
const notice = (name: string, facts: object = {}) => `event: ${name}\ndata: ${JSON.stringify(facts)}\n\n`;
const begin = ({ response }: Exchange, text: string) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(text);
};

/** `millrace tail` under way. */
function tail(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const interrupted = new AbortController();
  let press: (key: string) => void = () => undefined;
  const keys = {
    listen(onKey: (key: string) => void) {
      press = onKey;
      return () => undefined;
    },
  };
  const exit = Promise.withResolvers<number>();
  const program = createProgram(
    {
      environment: {
        MILLRACE_DEBUGGER: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        MILLRACE_TOKEN: 'a-token',
        MILLRACE_HOME: '/nowhere',
      },
      folder: '/nowhere',
      terminal: { out: line => void out.push(line), err: line => void err.push(line) },
      screen: { keys, isColored: false, width: () => undefined },
      interruption: () => interrupted.signal,
    },
    code => exit.resolve(code),
  );
  const running = program.parseAsync(['tail', ...args], { from: 'user' });
  return {
    out,
    err,
    press: (key: string) => press(key),
    interrupt: () => interrupted.abort(),
    async exitCode() {
      await running;
      return exit.promise;
    },
    async until(question: () => boolean) {
      while (!question()) await new Promise(resolve => setImmediate(resolve));
    },
  };
}

describe('millrace tail', () => {
  it('asks for what the options say, and shows what comes until it is told to end', async () => {
    onRequest = exchange => begin(exchange, event(1) + notice('live', { shown: 1 }));
    const command = tail(
      'shop web',
      '--type',
      'track',
      '--user',
      'ada',
      '--blocked',
      '--search',
      'x',
      '--last',
      '20',
    );
    await command.until(() => command.err.length > 0);
    exchanges[0]?.response.write(event(2));
    await command.until(() => command.out.length === 2);
    command.interrupt();
    expect(await command.exitCode()).toBe(0);
    expect(command.out).toEqual([expect.stringContaining('Event 1'), expect.stringContaining('Event 2')]);
    expect(exchanges[0]?.request.url).toBe(
      '/sources/shop%20web/events?type=track&userId=ada&q=x&status=blocked&last=20',
    );
    expect(exchanges[0]?.request.headers.authorization).toBe('Bearer a-token');
  });

  it.each([
    ['behind the newest that had passed', 'id: 7-a0-1\n', '7-a0-1', 'last=0'],
    ['with all there is, where nothing had passed', '', undefined, ''],
  ])('goes on after a pause before its first event %s', async (_where, id, lastEventId, query) => {
    onRequest = (exchange, count) =>
      begin(exchange, count === 1 ? id + notice('live') : event(8) + notice('live'));
    const command = tail('web', '--last', '0');
    await command.until(() => command.err.length > 0);
    command.press(' ');
    command.press(' ');
    await command.until(() => command.out.length === 1);
    command.press('q');
    await command.exitCode();
    expect(exchanges[1]?.request.headers['last-event-id']).toBe(lastEventId);
    expect(exchanges[1]?.request.url).toBe(`/sources/web/events?${query}`);
  });

  it('prints events as they came with --json, and ends after the past ones with --no-follow', async () => {
    const text = 'id: 1-a0-1\ndata: {"messageId":"1",\ndata: "original":{"total":12345678901234567890}}\n\n';
    onRequest = exchange => begin(exchange, text + notice('live', { shown: 1 }));
    const command = tail('web', '--json', '--no-follow');
    expect(await command.exitCode()).toBe(0);
    expect(command.out).toEqual(['{"messageId":"1", "original":{"total":12345678901234567890}}']);
    expect(command.err).toEqual([]);
  });

  it('connects again behind the last event, and shows none twice', async () => {
    onRequest = (exchange, count) => {
      begin(
        exchange,
        count === 1 ? event(1) + notice('live') + event(2) : event(2) + event(3) + notice('live'),
      );
      if (count === 1) exchange.response.end();
    };
    const command = tail('web');
    await command.until(() => command.out.length === 3);
    command.interrupt();
    expect(await command.exitCode()).toBe(0);
    expect(exchanges[1]?.request.headers['last-event-id']).toBe('2-a0-1');
    expect(command.out.map(line => /Event \d/.exec(line)?.[0])).toEqual(['Event 1', 'Event 2', 'Event 3']);
    expect(command.err).toContain('— not connected: the connection ended; trying again —');
  });

  it('connects again through a debugger that is away for a while', async () => {
    onRequest = (exchange, count) => {
      if (count === 2) exchange.response.writeHead(503).end();
      else begin(exchange, count === 1 ? notice('live') : event(1));
      if (count === 1) exchange.response.end();
    };
    const command = tail('web');
    await command.until(() => command.out.length === 1);
    command.interrupt();
    expect(await command.exitCode()).toBe(0);
  });

  it('pauses and goes on with the space bar, and ends with q', async () => {
    onRequest = (exchange, count) => begin(exchange, count === 1 ? event(1) + notice('live') : event(2));
    const command = tail('web');
    await command.until(() => command.err.length > 0);
    command.press(' ');
    await once(exchanges[0]?.response ?? server, 'close');
    expect(exchanges).toHaveLength(1);
    command.press(' ');
    await command.until(() => command.out.length === 2);
    expect(exchanges[1]?.request.headers['last-event-id']).toBe('1-a0-1');
    command.press('q');
    expect(await command.exitCode()).toBe(0);
  });

  it('can be ended while it pauses', async () => {
    onRequest = exchange => begin(exchange, notice('live'));
    const command = tail('web');
    await command.until(() => command.err.length > 0);
    command.press(' ');
    command.press('\u0003');
    expect(await command.exitCode()).toBe(0);
  });

  it('says what was left out', async () => {
    const counts = { tooFast: 3, slowReader: 2, load: 1 };
    onRequest = exchange => begin(exchange, notice('gap') + notice('sampled', counts) + event(1));
    const command = tail('web');
    await command.until(() => command.out.length === 1);
    command.interrupt();
    await command.exitCode();
    expect(command.err.join('\n')).toMatch(
      /not kept any more[^]*3 more events[^]*2 events were left out[^]*1 events of all/,
    );
  });

  it.each([
    [401, 'the request needs a valid token', 4],
    [404, 'there is no source with the id or slug web', 1],
    [400, 'last must be a number', 1],
    [503, '50 readers are connected already', 3],
  ])('ends when it is refused with %p', async (status, message, code) => {
    onRequest = ({ response }) =>
      void response.writeHead(status).end(JSON.stringify({ errors: [{ type: 'x', message, status }] }));
    const command = tail('web');
    expect(await command.exitCode()).toBe(code);
    expect(command.err[0]).toBe(`The source debugger refused: ${message}.`);
    expect(command.err.slice(1).join('')).toMatch(status === 401 ? /--token, else MILLRACE_TOKEN/ : /^$/);
  });

  it('ends when there is no debugger', async () => {
    const command = tail('web', '--debugger', 'http://127.0.0.1:1');
    expect(await command.exitCode()).toBe(3);
    expect(command.err).toEqual([expect.stringContaining('The source debugger cannot be asked for web: ')]);
  });

  it('says what is missing where it knows no debugger', async () => {
    const errors: string[] = [];
    const codes: number[] = [];
    const terminal = { out: () => undefined, err: (line: string) => void errors.push(line) };
    const program = createProgram(
      { environment: { MILLRACE_HOME: '/nowhere' }, folder: '/nowhere', terminal },
      code => codes.push(code),
    );
    await program.parseAsync(['tail', 'web'], { from: 'user' });
    expect(codes).toEqual([2]);
    expect(errors[0]).toContain('The address of the source debugger is not known: run make up');
  });
});
