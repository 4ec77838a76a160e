import { expect, it } from '@jest/globals';

import { takeReply } from './raw-connection.ts';

it.each([
  ['nothing yet', 'HTTP/1.1 200 OK\r\n', undefined],
  ['a body that is not there yet', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab', undefined],
  ['a whole reply', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc', { status: 200, length: 41 }],
  ['the first of two', 'HTTP/1.1 503 X\r\ncontent-length:0\r\n\r\nHTTP', { status: 503, length: 36 }],
  ['a reply without body', 'HTTP/1.1 204 No Content\r\n\r\n', { status: 204, length: 27 }],
  [
    'chunks',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    { status: 200, length: 59 },
  ],
  ['chunks that go on', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n', undefined],
])('a reply is read from %s', (_case, text, reply) => {
  expect(takeReply(Buffer.from(text))).toEqual(reply);
});
