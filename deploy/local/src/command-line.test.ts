import { describe, expect, it } from '@jest/globals';
import { parseCommandLine } from './command-line.ts';

describe('parseCommandLine', () => {
  it.each([
    [['up'], { command: 'up', scope: 'everything' }],
    [['up', '--only', 'infrastructure'], { command: 'up', scope: 'infrastructure' }],
    [['start'], { command: 'start' }],
    [['down'], { command: 'down' }],
    [['reset'], { command: 'reset' }],
    [['status'], { command: 'status' }],
    [['browser'], { command: 'browser' }],
    [['logs'], { command: 'logs', part: undefined }],
    [['logs', ''], { command: 'logs', part: undefined }],
    [['logs', 'kafka'], { command: 'logs', part: 'kafka' }],
  ])('understands %j', (words, expected) => {
    expect(parseCommandLine(words)).toEqual(expected);
  });

  it.each([
    [[]],
    [['begin']],
    [['up', '--only']],
    [['up', '--only', 'kafka']],
    [['down', 'kafka']],
    [['logs', 'a', 'b']],
  ])('refuses %j', words => {
    expect(() => parseCommandLine(words)).toThrow();
  });
});
