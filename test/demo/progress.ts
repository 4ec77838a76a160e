import cliProgress from 'cli-progress';

/** Bars of a run: one per place an event must reach. */
export type Progress = {
  show(reached: Readonly<Record<string, number>>): void;
  close(): void;
};

/** Draws bars where a person watches; elsewhere says nothing. */
export function createProgress(places: readonly string[], size: number): Progress {
  if (!process.stdout.isTTY) return { show() {}, close() {} };
  const width = Math.max(...places.map(({ length }) => length));
  const board = new cliProgress.MultiBar(
    { format: '{place} {bar} {value}/{total}', hideCursor: true, clearOnComplete: false },
    cliProgress.Presets.shades_classic,
  );
  const bars = new Map(places.map(place => [place, board.create(size, 0, { place: place.padEnd(width) })]));
  return {
    show(reached) {
      for (const [place, value] of Object.entries(reached)) bars.get(place)?.update(Math.min(value, size));
    },
    close: () => board.stop(),
  };
}
