import { drainPending, Session } from 'chdb';
import type { Answer } from './answer.ts';
import { refusal } from './clickhouse-error.ts';
import { createGate } from './gate.ts';
import { runStatement, type StatementRequest } from './run-statement.ts';

/**
 * ClickHouse's engine over one data folder. Every request has a connection of its own, so none sees the
 * settings or placeholders of another.
 */
export type Engine = Readonly<{
  /** @throws what the engine says, before the first piece where it can. */
  run: (request: StatementRequest, signal: AbortSignal) => Promise<Answer>;
  /** Waits for what still runs. */
  close: () => Promise<void>;
}>;

type EngineOptions = Readonly<{
  dataFolder: string;
  memoryBytes: number;
  maxQueries: number;
  maxWaiting: number;
}>;

export function createEngine({ dataFolder, memoryBytes, maxQueries, maxWaiting }: EngineOptions): Engine {
  // As a server has it: a bare expression is no query.
  const connectionArgs = [`--max_memory_usage=${memoryBytes}`, '--implicit_select=0'];
  const open = (): Session => new Session(dataFolder, { connectionArgs });
  // The engine lives as long as one connection does.
  const keeper = open();
  const gate = createGate({
    limit: maxQueries,
    maxWaiting,
    onFull: () => refusal('tooManyQueries', `${maxQueries} queries run and ${maxWaiting} wait.`),
  });
  return {
    run: async (request, signal) => {
      const leave = await gate.enter(signal);
      const session = open();
      const end = (): void => {
        session.close();
        leave();
      };
      try {
        const answer = await runStatement(session, request, signal);
        return { ...answer, close: () => answer.close().finally(end) };
      } catch (error) {
        end();
        throw error;
      }
    },
    close: async () => {
      await drainPending();
      keeper.close();
    },
  };
}
