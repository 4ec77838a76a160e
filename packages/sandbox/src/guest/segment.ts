import type { Bridge } from './bridge.ts';
import { stringifyJson, TypeErrorOf } from './intrinsics.ts';

/** The global `Segment`: each call puts an event in line. */
export function createSegment(
  bridge: Bridge,
  types: readonly string[],
): Record<string, (event: unknown) => void> {
  const segment: Record<string, (event: unknown) => void> = {};
  for (const type of types)
    segment[type] = event => {
      // What JSON makes of it counts: a toJSON may make anything of anything.
      const json = stringifyJson(event) as string | undefined;
      if (json?.[0] !== '{') throw new TypeErrorOf(`Segment.${type} takes an object`);
      bridge.emit(type, json);
    };
  return segment;
}
