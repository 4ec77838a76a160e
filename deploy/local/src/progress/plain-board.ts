import { OUTCOME_MARKS, type Board, type BoardLine } from './board.ts';

const BAR_STEPS = 4;

/** Progress as lines that only grow: for logs, pipes and CI. */
export function createPlainBoard(write: (line: string) => void): Board {
  return { line: name => createPlainLine(name.padEnd(22), write), close: () => undefined };
}

function createPlainLine(name: string, write: (line: string) => void): BoardLine {
  let lastText = '';
  const say = (text: string): void => {
    if (text !== lastText) write(`  ${name} ${text}`);
    lastText = text;
  };
  return {
    say,
    show: (fraction, text) => say(`${text} ${Math.floor(fraction * BAR_STEPS) * (100 / BAR_STEPS)} %`),
    end: (outcome, text) => write(`${OUTCOME_MARKS[outcome]} ${name} ${text}`),
  };
}
