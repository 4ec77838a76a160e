import fc, { type Arbitrary } from 'fast-check';

const post = (more: string, body = ''): string =>
  `POST /v1/track HTTP/1.1\r\nhost: x\r\nauthorization: Basic c2hvcC13ZWIta2V5Og==\r\n${more}\r\n${body}`;

/** Bytes that no client library sends: what scanners, other protocols and smugglers put on a port. */
const broken: readonly string[] = [
  '\r\n\r\n',
  'GET\r\n\r\n',
  'GET /\r\n\r\n',
  'GET / HTTP/9.9\r\n\r\n',
  'POST /v1/track HTTP/1.1\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'CONNECT example.com:443 HTTP/1.1\r\nhost: example.com:443\r\n\r\n',
  post('content-length: 5\r\ncontent-length: 6\r\n', '{}'),
  post('content-length: -1\r\n', '{}'),
  post('content-length: 99999999999999999999\r\n', '{}'),
  post('content-length: 1000\r\n', '{"userId":'),
  post('content-length: 2\r\ntransfer-encoding: chunked\r\n', '0\r\n\r\n'),
  post('transfer-encoding: chunked, identity\r\n', '0\r\n\r\n'),
  post('transfer-encoding: gzip\r\n', '{}'),
  post('transfer-encoding: chunked\r\n', 'zz\r\n{}\r\n0\r\n\r\n'),
  post('transfer-encoding: chunked\r\n', 'ffffffffffffffff\r\n{}'),
  post('transfer-encoding: chunked\r\n', '2;ext=1\r\n{}\r\n0\r\ntrailer: x\r\n\r\n'),
  post(`x-large: ${'x'.repeat(20_000)}\r\n`),
  post(Array.from({ length: 3_000 }, (_, at) => `x-${at}: y\r\n`).join('')),
  post(' folded: x\r\n', '{}'),
  post('x-nul: a\0b\r\n', '{}'),
  post('x-bell: a\x07b\r\n', '{}'),
  post(': nameless\r\n', '{}'),
  post('expect: 200-ok\r\ncontent-length: 2\r\n', '{}'),
  post('expect: 100-continue\r\ncontent-length: 2\r\n', '{}'),
  post('connection: upgrade\r\nupgrade: websocket\r\ncontent-length: 2\r\n', '{}'),
  post('content-length: 2\r\n', `{}${post('content-length: 2\r\n', '{}')}`),
  'GET /v1/pixel/track?\xff\xfe HTTP/1.1\r\nhost: x\r\n\r\n',
  'POST http://[::1/v1/track HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}',
];

const proper = post('content-length: 28\r\n', '{"userId":"u","event":"Bent"}');

/** Broken requests, and proper ones with a few bytes bent. */
export const brokenHttp: Arbitrary<Buffer> = fc.oneof(
  fc.constantFrom(...broken).map(text => Buffer.from(text, 'latin1')),
  fc.tuple(fc.nat(proper.length - 1), fc.uint8Array({ minLength: 1, maxLength: 3 })).map(([at, bytes]) => {
    const bent = Buffer.from(proper, 'latin1');
    bent.set(bytes.subarray(0, proper.length - at), at);
    return bent;
  }),
  fc.uint8Array({ minLength: 1, maxLength: 300 }).map(bytes => Buffer.from(bytes)),
);
