import type { Message } from 'kafkajs';

/** A message whose partition is chosen already. */
export type PlacedMessage = Message & { readonly partition: number };

/**
 * kafkajs groups messages by partition with a `reduce` that copies a growing list for every message. This list brings a `reduce` of its
 * own, which gives the same groups in one pass. Good for a send that names each topic once.
 */
export function withLinearGrouping(messages: PlacedMessage[]): PlacedMessage[] {
  return Object.defineProperty(messages, 'reduce', { value: () => groupByPartition(messages) });
}

function groupByPartition(messages: readonly PlacedMessage[]): Record<number, Message[]> {
  const groups: Record<number, Message[]> = {};
  for (const message of messages) (groups[message.partition] ??= []).push(message);
  return groups;
}
