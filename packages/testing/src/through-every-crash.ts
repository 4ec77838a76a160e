import { deadLetterHeaders, type Topic } from '@millrace/contracts';
import type { Topology } from '@millrace/stream';
import { crashPoints, type CrashPoint } from '@millrace/stream-runtime';

import {
  createDriver,
  type Driver,
  type DriverOptions,
  type WrittenDeadLetter,
  type WrittenRecord,
} from './driver.ts';

/** All that a scenario left behind. */
export type ScenarioResult<S> = {
  /** By topic name. */
  readonly outputs: Readonly<Record<string, readonly WrittenRecord<unknown>[]>>;
  readonly deadLetters: readonly WrittenDeadLetter[];
  readonly states: ReadonlyMap<string, S>;
  readonly storedStates: ReadonlyMap<string, S>;
};

/** A scenario's result without a crash, and with one at each place it passes. */
export type CrashResults<S> = {
  readonly uninterrupted: ScenarioResult<S>;
  readonly crashed: readonly {
    readonly point: CrashPoint;
    readonly pass: number;
    readonly result: ScenarioResult<S>;
  }[];
};

type Options<V, S, T, Q, A> = {
  readonly scenario: (driver: Driver<V, S>) => Promise<void>;
  /** Called for each run, so that runs share nothing. */
  readonly options?: () => DriverOptions<T, Q, A>;
  /** Crashes at the first so many passes of each point. Default 3. */
  readonly passes?: number;
};

/** Runs a scenario once undisturbed, then once for each crash point and pass; every result must equal the first. */
export async function throughEveryCrash<V, S, T, Q, A>(
  topology: Topology<V, S, T, Q, A>,
  { scenario, options = () => ({}), passes = 3 }: Options<V, S, T, Q, A>,
): Promise<CrashResults<S>> {
  const driverFor = () => createDriver(topology, options());
  const undisturbed = await driverFor();
  await scenario(undisturbed);
  const crashed: { point: CrashPoint; pass: number; result: ScenarioResult<S> }[] = [];
  for (const point of crashPoints) {
    for (let pass = 1; pass <= passes; pass += 1) {
      const driver = await driverFor();
      driver.crashAt(point, pass);
      await scenario(driver);
      if (driver.crashes() === 0) break;
      crashed.push({ point, pass, result: resultOf(topology, driver) });
    }
  }
  return { uninterrupted: resultOf(topology, undisturbed), crashed };
}

function resultOf<V, S, T, Q, A>(topology: Topology<V, S, T, Q, A>, driver: Driver<V, S>): ScenarioResult<S> {
  const outputs = topology.outputs.map(
    topic => [topic.name, driver.outputs(topic as Topic<unknown>)] as const,
  );
  return {
    outputs: Object.fromEntries(outputs),
    // How often a batch was tried is the one thing that a crash may change.
    deadLetters: driver.deadLetters().map(letter => ({
      ...letter,
      headers: { ...letter.headers, [deadLetterHeaders.attempts]: '' },
    })),
    states: driver.states(),
    storedStates: driver.storedStates(),
  };
}
