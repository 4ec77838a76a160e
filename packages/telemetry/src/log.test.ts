import { describe, expect, it } from '@jest/globals';

import { createLog, type LogLevel } from './log.ts';

function linesOf(
  level: LogLevel,
  write: (log: ReturnType<typeof createLog>) => void,
): Record<string, unknown>[] {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  write(createLog({ service: 'gateway', version: '1.2.3', level, destination }));
  return lines.map(line => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  it('writes a sentence and fields with the service they come from', () => {
    const [line] = linesOf('info', log => log.warn('Delivery rejected.', { destination: 'd1', apiKey: 'k' }));
    expect(line).toMatchObject({
      level: 'warn',
      service: 'gateway',
      version: '1.2.3',
      message: 'Delivery rejected.',
      destination: 'd1',
      apiKey: '[redacted]',
    });
    expect(line?.time).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('leaves out what is below its level', () => {
    expect(
      linesOf('warn', log => {
        log.debug('Batch done.');
        log.info('Started.');
        log.error('Lost.');
      }),
    ).toHaveLength(1);
  });
});
