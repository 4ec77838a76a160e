import { describe, expect, it } from '@jest/globals';

import { createLineReader, line } from './lines.ts';

function reading(maxChars: number) {
  const lines: string[] = [];
  const state = { tooLong: 0 };
  const read = createLineReader({
    maxChars,
    onLine: text => lines.push(text),
    onTooLong: () => state.tooLong++,
  });
  return { lines, state, read };
}

describe('lines', () => {
  it('come whole however they are cut, also inside a character', () => {
    const { lines, read } = reading(100);
    const bytes = Buffer.from(line({ a: 'ü\n€' }) + line(2));
    for (const byte of bytes) read(Buffer.of(byte));
    read(bytes);
    expect(lines.map(text => JSON.parse(text) as unknown)).toEqual([{ a: 'ü\n€' }, 2, { a: 'ü\n€' }, 2]);
  });

  it('are given up past their bound, with what follows', () => {
    const { lines, state, read } = reading(10);
    for (const chunk of ['ok\n', '123456', '7890123', '\nlater\n']) read(Buffer.from(chunk));
    expect([lines, state.tooLong]).toEqual([['ok'], 1]);
  });
});
