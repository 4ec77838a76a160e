import type { Event } from '@millrace/contracts';

/** A record to pipe into a driver: a value, or bytes that may be no value. */
export type DriverRecord<V> = {
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: the driver's clock. */
  readonly timestamp?: number;
} & ({ readonly value: V } | { readonly bytes: Buffer | null });

/** The time builders use where none is given: 2026-01-01T00:00:00Z. */
export const A_TIME = Date.UTC(2026, 0, 1);

/** A track event of a known source, a moment old; overrides show what matters to a test. */
export function anEvent(overrides: Partial<Event> = {}): Event {
  return {
    messageId: 'message-1',
    type: 'track',
    event: 'Order Completed',
    name: null,
    category: null,
    userId: 'user-1',
    anonymousId: null,
    groupId: null,
    previousId: null,
    sourceId: 'source-1',
    timestamp: A_TIME,
    originalTimestamp: A_TIME,
    sentAt: A_TIME,
    receivedAt: A_TIME,
    channel: null,
    version: null,
    properties: null,
    traits: null,
    context: null,
    integrations: null,
    malformed: [],
    refusal: null,
    original: '{}',
    ...overrides,
  };
}

/** A record of a value. */
export function aRecord<V>(
  key: string,
  value: V,
  overrides: { readonly headers?: Readonly<Record<string, string>>; readonly timestamp?: number } = {},
): DriverRecord<V> {
  return { key, value, ...overrides };
}

/** A record that no codec can read. */
export function aPoisonRecord(
  key: string,
  bytes: Buffer | null = Buffer.from('poison'),
): DriverRecord<never> {
  return { key, bytes };
}
