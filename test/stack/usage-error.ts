/** A command line that cannot be meant. Its message says what is wrong with it. */
export class UsageError extends Error {}
