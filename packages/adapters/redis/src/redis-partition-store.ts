import type { Redis } from 'ioredis';

import type { PartitionStore, StateUpdate, StoredTimer } from './partition-store.ts';
import { readScript, runScript } from './scripts.ts';
import { translateRedisError } from './translate-error.ts';

const applyStates = readScript('./apply-states.lua');
const clearStates = readScript('./clear-states.lua');
const readTimers = readScript('./read-timers.lua');
const removeStates = readScript('./remove-states.lua');

/** Field of the position; no state key begins so. */
const POSITION = '\u0000position';

/** Which states: those of one store of a consumer group, in one partition. */
export type PartitionStoreName = {
  readonly group: string;
  readonly store: string;
  readonly partition: number;
};

/**
 * The store of one partition in Redis: a hash of its states and a sorted set of its timers, in one slot of a cluster. All stores of a
 * process may share a client.
 */
export function createRedisPartitionStore(
  redis: Redis,
  { group, store, partition }: PartitionStoreName,
): PartitionStore {
  const name = `millrace:{${group}:${store}:${partition}}`;
  const keys = [`${name}:states`, `${name}:timers`] as const;
  const [statesKey] = keys;

  return {
    load: async wanted =>
      translated(async () => {
        const [position, ...states] = asList(
          await redis.callBuffer('HMGET', [statesKey, POSITION, ...wanted]),
        );
        return { position: positionOf(position), states: states.map(asBytes) };
      }),
    apply: async ({ from, to, updates, doneTimers = [] }) =>
      translated(async () => {
        const args = [
          POSITION,
          from?.toString() ?? '',
          to.toString(),
          ...applyArguments(updates, doneTimers),
        ];
        return (await runScript(redis, applyStates, { keys, args })) === 1;
      }),
    timers: async limit =>
      translated(async () => {
        const reply = await runScript(redis, readTimers, { keys, args: [POSITION, limit] });
        const [position, count, timers] = asList(reply);
        return { position: positionOf(position), count: Number(count), timers: timersOf(asList(timers)) };
      }),
    clear: async from =>
      translated(async () => {
        const args = [POSITION, from?.toString() ?? ''];
        return (await runScript(redis, clearStates, { keys, args })) === 1;
      }),
    scan: async (cursor, limit) =>
      translated(async () => {
        const [next, found] = asList(await redis.callBuffer('HSCAN', [statesKey, cursor, 'COUNT', limit]));
        const states = pairs(asList(found))
          .map(([key, bytes]) => ({ key: text(key), bytes: asBytes(bytes) ?? Buffer.alloc(0) }))
          .filter(({ key }) => key !== POSITION);
        return { cursor: text(next), states };
      }),
    removeUnchanged: async states =>
      translated(async () => {
        if (states.length === 0) return 0;
        const args = states.flatMap(({ key, bytes }) => [key, bytes]);
        return Number(await runScript(redis, removeStates, { keys, args }));
      }),
  };
}

async function translated<R>(call: () => Promise<R>): Promise<R> {
  try {
    return await call();
  } catch (thrown) {
    throw translateRedisError(thrown);
  }
}

/** The lists of apply-states.lua behind its positions. */
function applyArguments(
  updates: readonly StateUpdate[],
  doneTimers: readonly string[],
): readonly (string | number | Buffer)[] {
  const set: (string | Buffer)[] = [];
  const removed: string[] = [];
  const timers: (string | number)[] = [];
  const untimed: string[] = [...doneTimers];
  for (const { key, bytes, dueAt } of updates) {
    if (bytes === undefined) removed.push(key);
    else set.push(key, bytes);
    if (dueAt === undefined) untimed.push(key);
    else timers.push(dueAt, key);
  }
  const counts = [set.length / 2, removed.length, timers.length / 2, untimed.length];
  return [...counts, ...set, ...removed, ...timers, ...untimed];
}

function timersOf(flat: readonly unknown[]): readonly StoredTimer[] {
  return pairs(flat).map(([key, dueAt]) => ({ key: text(key), dueAt: Number(text(dueAt)) }));
}

function pairs(flat: readonly unknown[]): readonly (readonly [unknown, unknown])[] {
  const found: (readonly [unknown, unknown])[] = [];
  for (let at = 0; at < flat.length; at += 2) found.push([flat[at], flat[at + 1]]);
  return found;
}

function positionOf(reply: unknown): bigint | undefined {
  return reply === null || reply === undefined ? undefined : BigInt(text(reply));
}

function asList(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : [];
}

function asBytes(reply: unknown): Buffer | undefined {
  return Buffer.isBuffer(reply) ? reply : undefined;
}

function text(reply: unknown): string {
  return String(reply);
}
