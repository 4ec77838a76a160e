import { openRawConnection } from './raw-connection.ts';

/** A request that is due: its number in the run, and when (performance.now). */
export type Due = { readonly number: number; readonly at: number };

/** Connections with one request under way each, and the line of requests that wait for one. */
export type Lanes = {
  /** Sends a request at once where a connection is free; else it waits its turn. */
  readonly send: (due: Due) => void;
  readonly waiting: () => number;
  readonly close: () => void;
};

/** Opens the connections. `settle` is told of each reply's status; 0 for a connection that was lost. */
export async function openLanes(
  target: URL,
  {
    connections,
    make,
    settle,
  }: {
    readonly connections: number;
    readonly make: (due: Due) => Buffer;
    readonly settle: (due: Due, status: number) => void;
  },
): Promise<Lanes> {
  const free: ((due: Due) => void)[] = [];
  const line: Due[] = [];
  let served = 0;

  const takeNext = (send: (due: Due) => void): void => {
    const due = line[served];
    if (due === undefined) {
      free.push(send);
      return;
    }
    served += 1;
    send(due);
  };

  const openLane = async (): Promise<() => void> => {
    let underWay: Due | undefined;
    const finish = (status: number): void => {
      if (underWay === undefined) return;
      const due = underWay;
      underWay = undefined;
      settle(due, status);
      if (status !== 0) takeNext(send);
    };
    const address = { host: target.hostname, port: Number(target.port) };
    const connection = await openRawConnection(address, { onReply: finish, onLost: () => finish(0) });
    const send = (due: Due): void => {
      underWay = due;
      connection.send(make(due));
    };
    free.push(send);
    return connection.close;
  };

  const closes = await Promise.all(Array.from({ length: connections }, openLane));
  return {
    send(due) {
      const lane = free.pop();
      if (lane === undefined) line.push(due);
      else lane(due);
    },
    waiting: () => line.length - served,
    close() {
      for (const close of closes) close();
    },
  };
}
