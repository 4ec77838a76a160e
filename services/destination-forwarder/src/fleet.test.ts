import { describe, expect, it } from '@jest/globals';

import type { ActiveDestination } from './active-destination.ts';
import { aDestination } from './fixtures/forwarding.ts';
import { createFleet, type Fleet, type WantedDestination } from './fleet.ts';
import type { FleetTelemetry } from './telemetry.ts';

const silent: FleetTelemetry = {
  forDestination: () => {
    throw new Error('not used');
  },
  started() {},
  stopped() {},
  unusable() {},
  startFailed() {},
  stopFailed() {},
  resourceUnusable() {},
};

describe('a fleet', () => {
  it('starts what is new and stops what is gone', async () => {
    const { fleet, running } = aFleet();
    fleet.reconcile(wanted('one', 'two'));
    await settled();
    expect([...running]).toEqual(['one', 'two']);
    fleet.reconcile(wanted('two', 'three'));
    await settled();
    expect([...running]).toEqual(['two', 'three']);
    await fleet.stop();
    expect([...running]).toEqual([]);
  });

  it('hands new settings to a destination that runs, without a restart', async () => {
    const { fleet, current, starts } = aFleet();
    fleet.reconcile(wanted('one'));
    await settled();
    const changed = aDestination({ id: 'one', isEnabled: false });
    fleet.reconcile(new Map([['one', { destination: changed, since: 0 }]]));
    await settled();
    expect(current.get('one')?.()).toBe(changed);
    expect(starts).toEqual(['one']);
    await fleet.stop();
  });

  it('names the destinations that do not run yet', async () => {
    const { fleet } = aFleet();
    fleet.reconcile(wanted('one'));
    expect(fleet.waitingFor()).toEqual(['one']);
    await settled();
    expect(fleet.waitingFor()).toEqual([]);
    await fleet.stop();
  });

  it('goes on with the others when one fails to start', async () => {
    const { fleet, running } = aFleet(async id => {
      if (id === 'one') throw new Error('no topic');
    });
    fleet.reconcile(wanted('one', 'two'));
    await settled();
    expect([...running]).toEqual(['two']);
    expect(fleet.waitingFor()).toEqual(['one']);
    await fleet.stop();
  });

  it('starts a destination that comes back only when its former self has stopped', async () => {
    const stop = Promise.withResolvers<undefined>();
    const { fleet, running, starts } = aFleet(undefined, () => stop.promise);
    fleet.reconcile(wanted('one'));
    await settled();
    fleet.reconcile(wanted());
    fleet.reconcile(wanted('one'));
    await settled();
    expect(starts).toEqual(['one']);
    stop.resolve(undefined);
    await settled();
    expect(starts).toEqual(['one', 'one']);
    expect([...running]).toEqual(['one']);
    await fleet.stop();
  });

  it('stops a destination that was on its way up', async () => {
    const start = Promise.withResolvers<undefined>();
    const { fleet, running } = aFleet(() => start.promise);
    fleet.reconcile(wanted('one'));
    await settled();
    const stopped = fleet.stop();
    start.resolve(undefined);
    await stopped;
    expect([...running]).toEqual([]);
  });
});

function aFleet(
  beforeStart: (id: string) => Promise<void> = async () => {},
  beforeStop: () => Promise<void> = async () => {},
): { fleet: Fleet; running: Set<string>; starts: string[]; current: Map<string, () => ActiveDestination> } {
  const running = new Set<string>();
  const starts: string[] = [];
  const current = new Map<string, () => ActiveDestination>();
  const fleet = createFleet(async ({ destination: { id } }, latest) => {
    await beforeStart(id);
    starts.push(id);
    running.add(id);
    current.set(id, latest);
    return {
      isLive: () => true,
      isReady: () => true,
      async stop() {
        await beforeStop();
        running.delete(id);
      },
    };
  }, silent);
  return { fleet, running, starts, current };
}

function wanted(...ids: string[]): ReadonlyMap<string, WantedDestination> {
  return new Map(ids.map(id => [id, { destination: aDestination({ id }), since: 0 }]));
}

/** Lets everything that is ready to go on go on. */
async function settled(): Promise<void> {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}
