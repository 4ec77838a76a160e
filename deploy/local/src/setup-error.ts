/** Something on this machine stands in the way, and the person at the keyboard can remove it. */
export class SetupError extends Error {
  /** What to do: a command, a setting, or a file to look at. */
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = 'SetupError';
    this.remedy = remedy;
  }
}
