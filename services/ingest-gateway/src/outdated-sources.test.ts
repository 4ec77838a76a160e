import { expect, it } from '@jest/globals';

import { replyOfOutdated } from './outdated-sources.ts';

it.each([
  ['unknownWriteKey', 'notReady'],
  ['invalidToken', 'notReady'],
  ['expiredWriteKey', 'expiredWriteKey'],
  ['accepted', 'accepted'],
  [undefined, undefined],
] as const)('with an outdated configuration %s becomes %s', (reply, expected) => {
  expect(replyOfOutdated(reply)).toBe(expected);
});
