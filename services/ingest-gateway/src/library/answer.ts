import type { Request, Response } from 'express';

import { assetEncodings, hashOf, type AssetEncoding, type EncodedAsset } from './encoded-asset.ts';

/** What a request for a file is answered with. */
export type Answer =
  | { readonly kind: 'asset'; readonly asset: EncodedAsset; readonly cacheControl: string }
  /** Small enough for one packet: compressing would save nothing. */
  | { readonly kind: 'json'; readonly value: object; readonly cacheControl: string; readonly vary?: string }
  | {
      readonly kind: 'refused';
      readonly status: 400 | 404 | 405 | 503;
      readonly code: string;
      readonly message: string;
      readonly headers?: Readonly<Record<string, string>>;
    };

/** Whatever a page of any origin may read: nothing of this is secret, and no cookie is asked for. */
const readableByAnyPage = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
} as const;

/** Writes an answer: encoding, validation of what the client has, HEAD without a body. */
export function writeAnswer(request: Request, response: Response, answer: Answer): void {
  switch (answer.kind) {
    case 'asset':
      writeAsset(request, response, answer);
      return;
    case 'json': {
      const text = JSON.stringify(answer.value);
      write(request, response, {
        body: Buffer.from(text),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'cache-control': answer.cacheControl,
          etag: `"${hashOf(text)}"`,
          ...(answer.vary !== undefined && { vary: answer.vary }),
        },
      });
      return;
    }
    case 'refused': {
      const { status, code, message, headers = {} } = answer;
      response.statusCode = status;
      write(request, response, {
        body: Buffer.from(JSON.stringify({ success: false, code, message })),
        // A source may be made, or a key given back, at any moment.
        headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
      });
    }
  }
}

/** Answers the question that browsers ask before a request with headers of its own. */
export function writePreflight(request: Request, response: Response): void {
  response.writeHead(204, {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    'access-control-allow-headers': request.get('access-control-request-headers') ?? '',
    'access-control-max-age': '7200',
    vary: 'Access-Control-Request-Headers',
  });
  response.end();
}

function writeAsset(
  request: Request,
  response: Response,
  { asset, cacheControl }: Extract<Answer, { kind: 'asset' }>,
): void {
  const encoding = encodingFor(request);
  write(request, response, {
    body: asset.bodies[encoding],
    headers: {
      'content-type': asset.contentType,
      'cache-control': cacheControl,
      // Bytes of another encoding are another representation.
      etag: `"${asset.hash}-${encoding}"`,
      vary: 'Accept-Encoding',
      ...(encoding !== 'identity' && { 'content-encoding': encoding }),
    },
  });
}

/** The smallest that the client takes, however it ranks them: browsers name all of them in no order. */
function encodingFor(request: Request): AssetEncoding {
  const accepted: readonly string[] = request.acceptsEncodings();
  return assetEncodings.find(encoding => accepted.includes(encoding)) ?? 'identity';
}

type Content = { readonly body: Buffer; readonly headers: Readonly<Record<string, string>> };

function write(request: Request, response: Response, { body, headers }: Content): void {
  response.setHeaders(new Map(Object.entries({ ...readableByAnyPage, ...headers })));
  if (request.fresh) {
    response.removeHeader('content-type');
    response.removeHeader('content-encoding');
    response.statusCode = 304;
    response.end();
    return;
  }
  response.setHeader('content-length', body.length);
  response.end(request.method === 'HEAD' ? undefined : body);
}
