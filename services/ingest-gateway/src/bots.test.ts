import { describe, expect, it } from '@jest/globals';

import { createIsBot } from './bots.ts';

const person =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
const crawler = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

describe('a user agent', () => {
  it.each([
    [person, false],
    ['Dalvik/2.1.0 (Linux; U; Android 9; SM-G960F Build/PPR1.180610.011)', false],
    ['', false],
    [crawler, true],
    ['curl/8.5.0', true],
    [`${crawler}${'x'.repeat(30_000)}`, true],
    [`${person}${'x'.repeat(30_000)}`, false],
  ])('%p is a bot: %p', (userAgent, expected) => {
    const isBot = createIsBot(1);
    expect([isBot(userAgent), isBot(userAgent)]).toEqual([expected, expected]);
  });

  it('is judged right after others have pushed it out of memory', () => {
    const isBot = createIsBot(2);
    for (let round = 0; round < 3; round += 1) {
      const others = [`${person} Edg/1`, `${person} Edg/2`];
      expect([crawler, person, ...others].map(isBot)).toEqual([true, false, false, false]);
    }
  });
});
