import { describe, expect, it } from '@jest/globals';
import { identityFromStat } from './process-identity.ts';

const stat = (name: string, state: string, startTime: number): string =>
  `42 (${name}) ${state} 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 11 0 ${startTime} 99 100`;

describe('identityFromStat', () => {
  it('is the boot and the start time', () => {
    expect(identityFromStat(stat('java', 'S', 777), 'boot-1\n')).toBe('boot-1:777');
  });

  it('reads past a command name with spaces and brackets', () => {
    expect(identityFromStat(stat('a) b (c', 'R', 778), 'boot-1')).toBe('boot-1:778');
  });

  it('counts a process that ended and was not yet collected as gone', () => {
    expect(identityFromStat(stat('java', 'Z', 777), 'boot-1')).toBeUndefined();
  });
});
