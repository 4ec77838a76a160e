import { expect, it } from '@jest/globals';
import { InvalidRecordError, TransientError } from '@millrace/errors';
import { silentLog, silentMeter } from '@millrace/telemetry';

import { createStoreFacts } from './store-facts.ts';

it('an outage is told once, with each reason that a person must act on once, and its end', () => {
  const lines: string[] = [];
  const line = (level: string) => (sentence: string) => void lines.push(`${level}: ${sentence}`);
  const facts = createStoreFacts(silentMeter, {
    ...silentLog,
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
  });
  for (let outage = 0; outage < 2; outage += 1) {
    for (const state of ['spooling', 'draining', 'spooling'] as const) facts.entered(state);
    facts.refused(new TransientError('broker-unavailable', 'away'));
    facts.refused(new InvalidRecordError('record-too-large', 'too large'));
    facts.refused(new TransientError('spool-unavailable', 'a broken disk'));
    for (const id of [1, 2]) facts.notKept(new TransientError('spool-full', `full ${id}`));
    facts.notKept(new TransientError('overloaded', 'too much'));
    facts.entered('direct');
  }
  expect(lines.slice(0, 5)).toEqual([
    'warn: Events are kept on disk and answered with 200 until Kafka takes them in time.',
    'error: Kafka refuses what is kept on disk, and nothing gets past it.',
    'error: The spool cannot be read; it is tried again.',
    'error: Events cannot be kept on disk; clients are told to come back.',
    'info: Kafka has everything that was kept on disk.',
  ]);
  expect(lines.slice(5)).toEqual(lines.slice(0, 5));
});
