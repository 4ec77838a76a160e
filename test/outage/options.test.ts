import { describe, expect, it } from '@jest/globals';

import { parseOptions } from './options.ts';

describe('the options of an outage', () => {
  it('turn a rate into persons who pause between their events', () => {
    expect(parseOptions(['--rate', '500'])).toEqual({
      seconds: 120,
      persons: 50,
      pauseMs: 100,
      how: 'killed',
    });
  });

  it.each([
    [['--how', 'burned'], '--how must be killed or frozen'],
    [['--rate', 'many'], '--rate must be a number above 0'],
    [['--seconds', '0'], '--seconds must be a number above 0'],
  ])('refuse %j', (args, problem) => {
    expect(() => parseOptions(args)).toThrow(problem);
  });
});
