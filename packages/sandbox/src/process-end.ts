/** A process that runs functions has ended. */
export type SandboxProcessEnd = {
  readonly reason: string;
  /** Keys of the programs that ended it, or may have: for some time they run in a process of their own, one call at a time. */
  readonly suspects: readonly string[];
  readonly lostCalls: number;
};
