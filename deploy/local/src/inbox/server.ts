import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { behaviourFor, parseBehaviour, withBehaviour, type Behaviour } from './behaviour.ts';
import { createDeliveryRing, type DeliveryRing } from './delivery-ring.ts';
import { deliveryJson } from './delivery.ts';

type InboxState = { readonly ring: DeliveryRing; behaviours: readonly Behaviour[]; lastReceivedAt: number };

const DEFAULT_PAGE = 1_000;
const MAX_PAGE = 100_000;
const MAX_BODY_BYTES = 10_000_000;

/**
 * A receiver that keeps what it gets. Everything is a delivery except its own three routes:
 *
 *     GET, DELETE /requests   GET, PUT, DELETE /behaviour
 */
export function createInbox(maxBytes: number): Server {
  const state: InboxState = { ring: createDeliveryRing(maxBytes), behaviours: [], lastReceivedAt: 0 };
  const server = createServer((request, response) => {
    const body: Buffer[] = [];
    let bytes = 0;
    request.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > MAX_BODY_BYTES) request.destroy();
      else body.push(piece);
    });
    request.on('end', () => answer(request, response, { state, body: joined(body) }));
    request.on('error', () => response.destroy());
  });
  // Senders keep their sockets; Node would close them after five idle seconds, just when one is used again.
  server.keepAliveTimeout = 120_000;
  return server;
}

type Received = Readonly<{ state: InboxState; body: Buffer }>;

function answer(request: IncomingMessage, response: ServerResponse, received: Received): void {
  const { method = 'GET', url = '/' } = request;
  const [path = '/', search = ''] = url.split('?', 2);
  if (path === '/requests' && method === 'GET') {
    replyPage(response, received.state, new URLSearchParams(search));
  } else if (path === '/requests' && method === 'DELETE') {
    received.state.ring.clear();
    response.writeHead(204).end();
  } else if (path === '/behaviour' && method !== 'POST') {
    answerBehaviour(method, response, received);
  } else {
    keep(request, response, received);
  }
}

function keep(request: IncomingMessage, response: ServerResponse, { state, body }: Received): void {
  const { method = 'POST', url: path = '/', rawHeaders } = request;
  const behaviour = behaviourFor(state.behaviours, path, Math.random());
  state.lastReceivedAt = Math.max(state.lastReceivedAt + 0.001, performance.timeOrigin + performance.now());
  const receivedAt = Number(state.lastReceivedAt.toFixed(3));
  state.ring.add({ receivedAt, method, path, rawHeaders, body, status: behaviour.status });
  if (behaviour.delayMs === 0) misbehave(response, behaviour);
  else setTimeout(misbehave, behaviour.delayMs, response, behaviour);
}

function misbehave(response: ServerResponse, { status, bodyBytes, retryAfter }: Behaviour): void {
  response.statusCode = status;
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
  response.end(bodyBytes === 0 ? undefined : Buffer.alloc(bodyBytes, '.'));
}

function replyPage(response: ServerResponse, { ring }: InboxState, query: URLSearchParams): void {
  const limit = Math.min(MAX_PAGE, Number(query.get('limit') ?? DEFAULT_PAGE) || DEFAULT_PAGE);
  const { kept, forgotten } = ring.counts();
  response.setHeader('X-Inbox-Kept', String(kept));
  response.setHeader('X-Inbox-Forgotten', String(forgotten));
  replyJson(response, 200, ring.after(Number(query.get('since') ?? 0) || 0, limit).map(deliveryJson));
}

function answerBehaviour(method: string, response: ServerResponse, { state, body }: Received): void {
  try {
    if (method === 'PUT')
      state.behaviours = withBehaviour(state.behaviours, parseBehaviour(JSON.parse(body.toString())));
    if (method === 'DELETE') state.behaviours = [];
    replyJson(response, 200, state.behaviours);
  } catch (error) {
    replyJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function replyJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

function joined(pieces: readonly Buffer[]): Buffer {
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces);
}
