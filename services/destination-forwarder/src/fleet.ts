import { setTimeout as sleep } from 'node:timers/promises';

import type { EpochMillis } from '@millrace/domain';
import { classifyError } from '@millrace/errors';

import type { ActiveDestination } from './active-destination.ts';
import type { FleetTelemetry } from './telemetry.ts';

/** A destination at work. */
type RunningDestination = {
  isLive(): boolean;
  isReady(): boolean;
  stop(): Promise<void>;
};

/** A destination as it should run. */
export type WantedDestination = {
  readonly destination: ActiveDestination;
  /** Where its group starts if it never ran: events from before are not for it. */
  readonly since: EpochMillis;
};

/** Runs one destination; `current` gives its latest configuration. */
export type RunDestination = (
  wanted: WantedDestination,
  current: () => ActiveDestination,
) => Promise<RunningDestination>;

/** The destinations of this process, each started, stopped and failing on its own. */
export type Fleet = {
  /** Starts what is new, hands new settings to what runs, stops what is gone. */
  reconcile(wanted: ReadonlyMap<string, WantedDestination>): void;
  /** As last reconciled. */
  wanted(): ReadonlyMap<string, WantedDestination>;
  isLive(): boolean;
  /** Ids of the destinations that do not run yet. */
  waitingFor(): readonly string[];
  stop(): Promise<void>;
};

type Member = {
  wanted: WantedDestination;
  running: RunningDestination | undefined;
  readonly left: AbortController;
  /** Resolves when it has stopped. */
  readonly ended: Promise<void>;
};

const RESTART_AFTER_MS = 5_000;

/** A fleet of none. */
export function createFleet(run: RunDestination, telemetry: FleetTelemetry): Fleet {
  const members = new Map<string, Member>();
  const ending = new Map<string, Promise<void>>();

  const join = (id: string, wanted: WantedDestination): void => {
    const left = new AbortController();
    const member: Member = {
      wanted,
      running: undefined,
      left,
      // One that comes back under the same id waits for its former self.
      ended: Promise.resolve(ending.get(id))
        .then(() => serve(id, () => member))
        .catch((error: unknown) => telemetry.stopFailed(id, error)),
    };
    members.set(id, member);
  };

  const leave = (id: string, member: Member): void => {
    members.delete(id);
    member.left.abort();
    ending.set(id, member.ended);
    void member.ended.then(() => {
      if (ending.get(id) === member.ended) ending.delete(id);
    });
  };

  /** Starts a destination, as often as it takes, and keeps it until it leaves. */
  const serve = async (id: string, self: () => Member): Promise<void> => {
    const { signal } = self().left;
    const running = await startUnless(signal, id, self);
    if (running === undefined) return;
    self().running = running;
    telemetry.started(id);
    await untilAborted(signal);
    await running.stop();
    telemetry.stopped(id);
  };

  const startUnless = async (
    signal: AbortSignal,
    id: string,
    self: () => Member,
  ): Promise<RunningDestination | undefined> => {
    let reported = '';
    while (!signal.aborted) {
      try {
        return await run(self().wanted, () => self().wanted.destination);
      } catch (error) {
        const { message } = classifyError(error);
        if (message !== reported) telemetry.startFailed(id, error);
        reported = message;
        await sleep(RESTART_AFTER_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    return undefined;
  };

  return {
    reconcile(wanted) {
      for (const [id, member] of members) if (!wanted.has(id)) leave(id, member);
      for (const [id, one] of wanted) {
        const member = members.get(id);
        if (member === undefined) join(id, one);
        else member.wanted = one;
      }
    },
    wanted: () => new Map([...members].map(([id, { wanted }]) => [id, wanted])),
    isLive: () => [...members.values()].every(({ running }) => running?.isLive() ?? true),
    waitingFor: () => [...members].flatMap(([id, { running }]) => (running?.isReady() === true ? [] : [id])),
    async stop() {
      for (const [id, member] of members) leave(id, member);
      await Promise.all(ending.values());
    },
  };
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
}
