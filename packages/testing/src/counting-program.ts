import type { Topic, TopicDeclaration } from '@millrace/contracts';
import avsc from 'avsc';
import { ask, emit, ignore, next, reject, type Step, type Topology } from '@millrace/stream';

/** An order of a customer. */
export type Order = { readonly id: string; readonly amount: number };
/** What the program knows of a customer. */
export type Tally = { readonly count: number; readonly total: number; readonly dueAt: number };
/** The running count after an order, or the summary of a customer who ordered nothing for a minute. */
export type Count = { readonly id: string; readonly count: number; readonly total: number };

/** A customer's orders are summed up when none came for this long. */
export const QUIET_MS = 60_000;

const long = { type: 'long' } as const;

function topicOf<T>(name: string, fields: avsc.schema.RecordType['fields'], partitions: number): Topic<T> {
  const schema = { type: 'record' as const, name: 'Value', namespace: 'millrace.testing', fields };
  return {
    name,
    subject: `${name}-value`,
    owner: 'counting',
    partitions,
    settings: {},
    schema: JSON.stringify(schema),
    // avsc types are untyped at compile time, as in the contracts.
    type: avsc.Type.forSchema(schema),
  };
}

/** The topics of a counting program; a prefix keeps test runs on one broker apart. */
export type CountingTopics = {
  readonly orders: Topic<Order>;
  readonly counts: Topic<Count>;
  readonly changelog: Topic<Tally>;
  readonly deadLetters: TopicDeclaration;
};

/** Topics of a counting program. */
export function countingTopics(prefix: string, partitions = 1): CountingTopics {
  const id = { name: 'id', type: 'string' as const };
  const numbers = [
    { name: 'count', type: long },
    { name: 'total', type: long },
  ];
  const letters = { subject: '', owner: 'counting', partitions: 1, settings: {} };
  return {
    orders: topicOf(`${prefix}.orders.v1`, [id, { name: 'amount', type: long }], partitions),
    counts: topicOf(`${prefix}.counts.v1`, [id, ...numbers], 2),
    changelog: topicOf(
      `${prefix}.tallies.changelog.v1`,
      [...numbers, { name: 'dueAt', type: long }],
      partitions,
    ),
    deadLetters: { ...letters, name: `${prefix}.dead-letters.v1` },
  };
}

/**
 * A small program that uses all there is: it counts and sums the orders of a customer (the record's key), says so at each
 * order, asks for the price of an order of amount 0, refuses negative amounts, fails at amount 13, ignores amount 7, and closes the
 * tally of a customer who is quiet for a minute.
 */
export function countingTopology(
  topics: CountingTopics,
  group = topics.orders.name,
): Topology<Order, Tally, undefined, string, number> {
  return {
    service: 'counting',
    group,
    input: topics.orders,
    store: {
      name: 'tallies',
      changelog: topics.changelog,
      maxStateBytes: 64,
      dueAt: tally => tally.dueAt,
    },
    outputs: [topics.counts],
    deadLetters: topics.deadLetters,
    accepts: headers => headers['kind'] !== 'other',
    handler: (states, input, { now }) => {
      if (input.kind === 'timer') return closed(topics, input.key, states.get(input.key));
      const record = input.kind === 'answer' ? input.to : input;
      if (record.kind === 'timer') return ignore('timer-asks-nothing');
      const { id, amount } = record.value;
      if (input.kind === 'answer')
        return counted(
          topics,
          { customer: record.key, id, amount: input.answer, now },
          states.get(record.key),
        );
      if (amount === 0) return ask(id);
      if (amount === 7) return ignore('unlucky');
      if (amount === 13) throw new Error('thirteen');
      if (amount < 0) return reject('negative-amount', 'an order is worth something');
      return counted(topics, { customer: record.key, id, amount, now }, states.get(record.key));
    },
  };
}

function counted(
  topics: CountingTopics,
  order: { readonly customer: string; readonly id: string; readonly amount: number; readonly now: number },
  tally: Tally = { count: 0, total: 0, dueAt: 0 },
): Step<Tally> {
  const count = tally.count + 1;
  const total = tally.total + order.amount;
  return next(
    [{ key: order.customer, state: { count, total, dueAt: order.now + QUIET_MS } }],
    [emit(topics.counts, order.customer, { id: order.id, count, total })],
  );
}

function closed(topics: CountingTopics, customer: string, tally: Tally | undefined): Step<Tally> {
  if (tally === undefined) return ignore('already-closed');
  const { count, total } = tally;
  return next<Tally>(
    [{ key: customer, state: undefined }],
    [emit(topics.counts, customer, { id: 'quiet', count, total })],
  );
}
