import { expect, it } from '@jest/globals';

import { cpuSecondsFromStat, secondsFromClock } from './processes.ts';

it('CPU time is read from /proc, whatever the name of the process', () => {
  const stat = `12 (a ) (b) S ${Array.from({ length: 10 }, () => '0').join(' ')} 150 50 0 0 20`;
  expect(cpuSecondsFromStat(stat)).toBe(2);
});

it('CPU time is read from ps', () => {
  expect(secondsFromClock('0:01.50')).toBe(1.5);
  expect(secondsFromClock('01:02:03')).toBe(3723);
  expect(secondsFromClock('2-00:00:01')).toBe(172_801);
});
