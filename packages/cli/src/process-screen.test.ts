import { describe, expect, it } from '@jest/globals';

import { processScreen } from './process-screen.ts';

const screenOf = (stdout: Partial<NodeJS.WriteStream>, env: NodeJS.ProcessEnv = {}) =>
  processScreen({ stdin: process.stdin, stdout: stdout as NodeJS.Process['stdout'], env });

describe('the terminal of a process', () => {
  it('has the columns it says, and any number where it does not know its size or is none', () => {
    const widths = [{ isTTY: true, columns: 80 }, { isTTY: true, columns: 0 }, { isTTY: false }].map(stdout =>
      screenOf(stdout).width(),
    );
    expect(widths).toEqual([80, undefined, undefined]);
  });

  it('is coloured where a person looks who does not mind', () => {
    const colored = [
      screenOf({ isTTY: true }),
      screenOf({ isTTY: true }, { NO_COLOR: '1' }),
      screenOf({ isTTY: false }),
    ];
    expect(colored.map(({ isColored }) => isColored)).toEqual([true, false, false]);
  });
});
