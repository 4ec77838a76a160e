import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { describe, expect, it } from '@jest/globals';

async function runFixture(behaviour: string, signal?: NodeJS.Signals) {
  const child = spawn(process.execPath, [`${import.meta.dirname}/fixtures/service.ts`, behaviour]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (signal !== undefined && chunk.includes('"Started."')) child.kill(signal);
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

describe('a service', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('stops its parts on %s and ends with 0', async signal => {
    const { code, output } = await runFixture('well', signal);
    expect(code).toBe(0);
    expect(output).toContain('"Stopping."');
  });

  it('ends with 1 when stopping takes longer than its deadline', async () => {
    const { code, output } = await runFixture('stuck', 'SIGTERM');
    expect(code).toBe(1);
    expect(output).toContain('Stopping took too long');
  });

  it('ends with 78 and a readable message when a setting is wrong', async () => {
    const { code, output } = await runFixture('misconfigured');
    expect(code).toBe(78);
    expect(output).toBe('PORT is missing\n');
  });

  it('logs what else ends its start and ends with 1', async () => {
    const { code, output } = await runFixture('broken');
    expect(code).toBe(1);
    expect(output).toContain('no disk');
  });

  it('ends with 1 and a log line when a promise without an owner rejects', async () => {
    const { code, output } = await runFixture('rejecting');
    expect(code).toBe(1);
    expect(output).toContain('Unhandled rejection');
    expect(output).toContain('forgotten');
  });
});
