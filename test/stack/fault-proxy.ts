import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong with a request. */
export type Fault =
  /** It gets this answer and goes no further. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** Its connection is reset: before the server has seen it, or after the server has answered it. */
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
  /** It reaches the server so much later. */
  | { readonly kind: 'delay'; readonly delayMs: number };

/** A request that came to the proxy, in order of arrival. */
export type Exchange = {
  /** Epoch milliseconds when it was complete. */
  readonly at: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** As it came over the wire: compressed, if it was. */
  readonly body: Buffer;
  readonly fault: Fault | undefined;
  /** What the client was answered; undefined when it was not, or not yet. */
  readonly status: number | undefined;
};

/** An HTTP proxy in front of one server that fails as it is told. */
export type FaultProxy = {
  /** Where clients reach it. */
  readonly url: string;
  /**
   * The next `times` requests (default 1) of which `concerns` is true (default: all but a browser's preflights) get the fault.
   * Faults for the same requests come one after the other.
   */
  fail(fault: Fault, which?: FaultScope): void;
  /** Forgets the faults that have not come yet. */
  recover(): void;
  exchanges(): readonly Exchange[];
  close(): Promise<void>;
};

type FaultScope = { readonly times?: number; readonly concerns?: Concerns };
type Concerns = (request: { readonly method: string; readonly path: string }) => boolean;

type Plan = { readonly fault: Fault; left: number; readonly concerns: Concerns };
type OpenExchange = Omit<Exchange, 'status'> & { status: number | undefined };

/** Starts a proxy on a free port of this machine, in front of the server at `target`. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const plans: Plan[] = [];
  const exchanges: OpenExchange[] = [];

  const visit = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const { method = 'GET', url: path = '/', headers } = request;
    const fault = nextFault(plans, { method, path });
    const exchange = { at: Date.now(), method, path, headers, body, fault, status: undefined };
    exchanges.push(exchange);
    if (fault?.kind === 'answer') answer({ request, response, exchange }, fault);
    else if (fault?.kind === 'reset' && fault.when === 'before') request.socket.resetAndDestroy();
    else {
      if (fault?.kind === 'delay') await sleep(fault.delayMs);
      await pass(target, { request, response, exchange });
    }
  };

  const server = createServer((request, response) => {
    // Either side has gone: a client sees a broken connection, as it would without a proxy.
    visit(request, response).catch(() => request.socket.resetAndDestroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    fail(fault, { times = 1, concerns = isNoPreflight } = {}) {
      plans.push({ fault, left: times, concerns });
    },
    recover() {
      plans.length = 0;
    },
    exchanges: () => exchanges,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const isNoPreflight: Concerns = ({ method }) => method !== 'OPTIONS';

function nextFault(plans: Plan[], request: Parameters<Concerns>[0]): Fault | undefined {
  const plan = plans.find(({ left, concerns }) => left > 0 && concerns(request));
  if (plan === undefined) return undefined;
  plan.left -= 1;
  return plan.fault;
}

type Visit = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly exchange: OpenExchange;
};

/** A page of another origin may read the answer, as it may read the gateway's: it would see no status otherwise. */
function answer(
  { request, response, exchange }: Visit,
  { status, headers = {}, body = '' }: Extract<Fault, { kind: 'answer' }>,
): void {
  const { origin } = request.headers;
  const shared =
    origin === undefined
      ? {}
      : {
          'access-control-allow-origin': origin,
          'access-control-allow-credentials': 'true',
          'access-control-expose-headers': Object.keys(headers).join(', '),
        };
  exchange.status = status;
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...shared, ...headers }).end(body);
}

async function pass(target: string, { request, response, exchange }: Visit): Promise<void> {
  const { hostname, port } = new URL(target);
  const onward = ask({
    hostname,
    port,
    method: exchange.method,
    path: exchange.path,
    // The server sees what the client wrote, the Host included.
    headers: request.rawHeaders,
    // A kept connection may have been closed by a server that was restarted, which would be a fault nobody asked for.
    agent: false,
  });
  onward.end(exchange.body);
  const [reply] = (await once(onward, 'response')) as [IncomingMessage];
  const content = await buffer(reply);
  if (exchange.fault?.kind === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  exchange.status = reply.statusCode;
  response.writeHead(reply.statusCode ?? 502, reply.rawHeaders).end(content);
}
