import { describe, expect, it } from '@jest/globals';
import { createPlainBoard } from './plain-board.ts';
import { formatLine } from './terminal-board.ts';

describe('the plain board', () => {
  it('says each thing once, and progress in a few steps', () => {
    const lines: string[] = [];
    const line = createPlainBoard(text => lines.push(text.replace(/ +/g, ' ').trim())).line('kafka');
    line.say('preparing');
    line.say('preparing');
    for (const fraction of [0, 0.1, 0.26, 0.3, 0.6, 0.99]) line.show(fraction, 'downloading');
    line.end('done', 'ready');
    expect(lines).toEqual([
      'kafka preparing',
      'kafka downloading 0 %',
      'kafka downloading 25 %',
      'kafka downloading 50 %',
      'kafka downloading 75 %',
      '✔ kafka ready',
    ]);
  });
});

describe('a line of the terminal board', () => {
  const format = (progress: number, bar: boolean): string =>
    formatLine({}, { progress }, { mark: ' ', name: 'kafka', text: 'downloading', bar });

  it('has a bar while something downloads', () => {
    expect(format(0.5, true)).toContain(`${'█'.repeat(12)}${'░'.repeat(12)}  downloading`);
    expect(format(2, true)).not.toContain('░');
  });

  it('has only words otherwise', () => {
    expect(format(0.5, false).trim().replace(/ +/g, ' ')).toBe('kafka downloading');
  });
});
