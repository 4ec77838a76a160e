/** Every place between two steps of archiving a block, in order. Tests stop the process there; what they show is that each place is harmless. */
export const crashPoints = [
  'before-plan',
  'after-plan',
  'before-insert',
  'after-insert',
  'before-dead-letters',
  'after-dead-letters',
  'before-commit',
  'after-commit',
] as const;

/** Name of a place between two steps. */
export type CrashPoint = (typeof crashPoints)[number];
