import type { IncomingMessage } from 'node:http';

import express, { type Router } from 'express';

import type { InFlight } from '../in-flight.ts';
import type { Reply } from '../replies.ts';
import { readBody } from '../request-body.ts';
import { sendReply } from '../send-reply.ts';
import type { Grant, GrantToken } from './grant-token.ts';
import { tokenError, type TokenError } from './token-error.ts';
import type { TokenFacts } from './token-facts.ts';

const PATH = '/token';
const FORM_TYPE = 'application/x-www-form-urlencoded';
/** Room for an assertion signed with the longest key. */
const MAX_BODY_BYTES = 16 * 1024;
const TRY_AGAIN_SECONDS = '5';

/** `POST /token`: access tokens for signed assertions. */
export function createTokenRouter(deps: {
  readonly grantToken: GrantToken;
  readonly inFlight: InFlight;
  readonly facts: TokenFacts;
}): Router {
  const router = express.Router();
  router.post(PATH, async (request, response) => {
    const outcome = await answer(request, response);
    if (outcome === 'gone') return;
    deps.facts.answered(outcome.kind === 'token' ? 'token' : outcome.error);
    sendReply(request, response, replyOf(outcome));
  });
  router.all(PATH, (request, response) => sendReply(request, response, methodNotAllowed));
  return router;

  async function answer(
    request: express.Request,
    response: express.Response,
  ): Promise<Grant | TokenError | 'gone'> {
    const share = deps.inFlight.enter();
    if (share === undefined) return overloaded;
    try {
      const body = await readBody(request, response, { maxBytes: MAX_BODY_BYTES, share });
      if (body.kind === 'gone') return 'gone';
      if (body.kind === 'refused') return body.reply === 'overloaded' ? overloaded : unreadable;
      if (!isForm(request)) return notAForm;
      return await deps.grantToken(new URLSearchParams(body.text));
    } finally {
      share.release();
    }
  }
}

function isForm(request: IncomingMessage): boolean {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  return type.trim().toLowerCase() === FORM_TYPE;
}

const overloaded = tokenError('temporarily_unavailable', 'too much is under way; try again in a moment');
const unreadable = tokenError(
  'invalid_request',
  `the body must be a form of at most ${MAX_BODY_BYTES} bytes`,
);
const notAForm = tokenError('invalid_request', `the parameters must be sent as ${FORM_TYPE}`);

/** Segment's libraries give up on 400, 401 and 415, obey Retry-After on 429, and ask again later on anything else. */
const statuses: Readonly<Record<TokenError['error'], number>> = {
  invalid_request: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  invalid_client: 401,
  temporarily_unavailable: 429,
  server_error: 503,
};

function replyOf(outcome: Grant | TokenError): Reply {
  if (outcome.kind === 'token') {
    return json(200, {
      access_token: outcome.accessToken,
      token_type: 'Bearer',
      expires_in: outcome.expiresInSeconds,
      scope: outcome.scopes.join(' '),
    });
  }
  const { error, description } = outcome;
  const status = outcome === notAForm ? 415 : statuses[error];
  return json(status, { error, error_description: description }, headersOf(outcome, status));
}

function headersOf(outcome: TokenError, status: number): Readonly<Record<string, string>> {
  if (outcome === unreadable) return { connection: 'close' };
  if (status !== 429 && status !== 503) return {};
  return { 'retry-after': TRY_AGAIN_SECONDS, 'x-ratelimit-reset': TRY_AGAIN_SECONDS };
}

const methodNotAllowed = json(
  405,
  { error: 'invalid_request', error_description: 'the token endpoint takes POST only' },
  { allow: 'POST' },
);

function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Reply {
  const text = JSON.stringify(body);
  return {
    status,
    body: text,
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
      'cache-control': 'no-store',
      pragma: 'no-cache',
      ...headers,
    },
  };
}
