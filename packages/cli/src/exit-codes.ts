/** Exit codes of the commands; stable, because scripts act on them. */
export const exitCodes = {
  done: 0,
  /** The files or the request were refused; nothing was changed. */
  refused: 1,
  /** The command was not called right: arguments, folder, token or address missing. */
  usage: 2,
  /** The control API does not answer. */
  unreachable: 3,
  /** The token is not accepted. */
  unauthorized: 4,
} as const;

/** An exit code. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
