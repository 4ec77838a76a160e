/** The rows of an answer, piece by piece, and what is known when it begins. */
export type Answer = Readonly<{
  format: string;
  writtenRows: number;
  writtenBytes: number;
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Gives back what the answer holds; whoever got the answer calls it once, however far they read. */
  close: () => Promise<void>;
}>;
