/**
 * Every place between two steps of the protocol, in the order a partition passes them. Tests stop the process there;
 * what they show is that each place is harmless.
 */
export const crashPoints = [
  'before-fence',
  'after-fence',
  'before-marker',
  'after-marker',
  'before-restore',
  'during-restore',
  'after-restore',
  'before-load',
  'after-load',
  'before-step',
  'after-step',
  'before-offset',
  'after-offset',
  'before-records',
  'after-records',
  'before-commit',
  'after-commit',
  'before-apply',
  'after-apply',
] as const;

/** Name of a place between two steps. */
export type CrashPoint = (typeof crashPoints)[number];

/** Called at each crash point. */
export type AtCrashPoint = (point: CrashPoint) => void;

/** Does nothing: the crash points of production. */
export const noCrash: AtCrashPoint = () => {};

/**
 * Kills this process with SIGKILL at the n-th pass of a crash point; `wish` is `<point>` or `<point>:<n>`.
 * Undefined or a name that is no crash point: never.
 */
export function crashAt(wish: string | undefined): AtCrashPoint {
  const [name, count = '1'] = wish?.split(':') ?? [];
  if (!crashPoints.some(point => point === name)) return noCrash;
  let passesLeft = Number(count);
  return point => {
    if (point !== name) return;
    passesLeft -= 1;
    if (passesLeft === 0) process.kill(process.pid, 'SIGKILL');
  };
}
