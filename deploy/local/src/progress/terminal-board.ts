import { MultiBar, type Options } from 'cli-progress';
import { OUTCOME_MARKS, type Board, type BoardLine } from './board.ts';

type LineState = { mark: string; name: string; text: string; bar: boolean };

const BAR_WIDTH = 24;

/** Progress as lines that redraw themselves, with a bar while something downloads. */
export function createTerminalBoard(): Board {
  const bars = new MultiBar({
    format: formatLine,
    hideCursor: true,
    fps: 8,
    gracefulExit: true,
    linewrap: false,
  });
  return { line: name => createTerminalLine(bars, name), close: () => bars.stop() };
}

/** "  kafka   ████████░░░░  downloading" or, without a bar, "✔ kafka   ready in 0.9 s". */
export function formatLine(_: Options, { progress }: { progress: number }, state: LineState): string {
  const filled = Math.round(Math.min(1, progress) * BAR_WIDTH);
  const bar = state.bar ? `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}  ` : '';
  return `${state.mark} ${state.name.padEnd(22)} ${bar}${state.text}`;
}

function createTerminalLine(bars: MultiBar, name: string): BoardLine {
  const state: LineState = { mark: ' ', name, text: '', bar: false };
  const line = bars.create(1, 0, state);
  const update = (fraction: number, change: Partial<LineState>): void => {
    line.update(fraction, Object.assign(state, change));
  };
  return {
    say: text => update(0, { text, bar: false }),
    show: (fraction, text) => update(fraction, { text, bar: true }),
    end: (outcome, text) => update(1, { text, bar: false, mark: OUTCOME_MARKS[outcome] }),
  };
}
