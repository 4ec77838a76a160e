import { expect, it } from '@jest/globals';

import { beginsLibrary, parseClientReport } from './client-report.ts';

const library = '{"library":"analytics","version":"1.2.3"}';
const call = '{"call":"track","where":{"messageId":"m"},"expect":{"event":"E"}}';

it('a program says of each library which calls it made; what is no JSON is not of the protocol', () => {
  expect(parseClientReport(['Downloading', library, call, '', call])).toEqual([
    {
      library: 'analytics',
      version: '1.2.3',
      calls: Array.from({ length: 2 }, () => ({
        call: 'track',
        where: { messageId: 'm' },
        expect: { event: 'E' },
      })),
    },
  ]);
  expect([library, call, 'library'].map(beginsLibrary)).toEqual([true, false, false]);
});

it.each([
  ['a call before its library', [call], 'before its library'],
  ['a call that identifies no event', [library, '{"call":"track","where":{},"expect":{}}'], 'neither'],
  ['anything else', [library, '{"event":"E"}'], 'neither'],
])('%s is a mistake of the program', (_what, lines, message) => {
  expect(() => parseClientReport(lines)).toThrow(message);
});
