import type { ConfigRecord } from './changes.ts';

/**
 * The topic of resources as its one writer uses it. Its table shows what was read back from the topic, never what was only sent.
 *
 *   acquire: others are fenced, the table shows all they wrote  ->  append, append, ...  ->  fenced by another: acquire again
 */
export type ConfigLog = {
  /** Whether this process is the writer, as far as it knows. */
  readonly isHeld: boolean;
  /** Makes this process the writer. Throws TransientError where Kafka does not answer. */
  acquire(): Promise<void>;
  /**
   * Writes records, all or none; on return the table shows them. Throws FencedError where none were written because another had become
   * the writer, and TransientError where Kafka is away and it is not known whether they were written.
   */
  append(records: readonly ConfigRecord[]): Promise<void>;
};
