import type { Scope } from '../command-line.ts';
import type { Stack } from '../stack.ts';
import { createClickhousePart } from './clickhouse.ts';
import { createInboxPart } from './inbox.ts';
import { createKafkaPart } from './kafka.ts';
import type { Part } from './part.ts';
import { createRedisPart } from './redis.ts';
import { createRegistryPart } from './registry.ts';
import { createServiceParts } from './services.ts';

/** Every part of the stack, in the order people read them. */
export function partsOf(stack: Stack, scope: Scope = 'everything'): readonly Part[] {
  const infrastructure = [
    createKafkaPart(stack),
    createRegistryPart(stack),
    createRedisPart(stack),
    createClickhousePart(stack),
    createInboxPart(stack),
  ];
  return scope === 'infrastructure' ? infrastructure : [...infrastructure, ...createServiceParts(stack)];
}
