import type { Endpoints } from '../stack/endpoints.ts';
import type { Inbox } from '../stack/inbox.ts';

/** What every scenario is given. */
export type Bench = {
  readonly endpoints: Endpoints;
  /** Folder of the stack. */
  readonly home: string;
  readonly inbox: Inbox;
  /** Length of one measurement. */
  readonly seconds: number;
  /** Tells the person what is under way. */
  readonly say: (line: string) => void;
};

/** A name for a run that no other run has: eight characters. */
export function newRun(): string {
  return crypto.randomUUID().slice(0, 8);
}
