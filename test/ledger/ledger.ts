/** Where a record lies in the one order of its profile. */
type Position = { readonly partition: number; readonly offset: number };

/** An event as the archive (or profiles.activity) has it. */
export type PlacedEvent = Position & { readonly messageId: string; readonly profileId: string };

/** What was seen of a run. Events of other runs may be among them; they are left out by message id. */
export type Sightings = {
  /** Every message id sent, whatever the answer. */
  readonly sent: ReadonlySet<string>;
  /** Those the gateway answered 200 for. */
  readonly acknowledged: ReadonlySet<string>;
  /** Message ids by topic that must have each event exactly once. */
  readonly topics: Readonly<Record<string, readonly string[]>>;
  readonly archive: readonly PlacedEvent[];
  /** Message ids in the order the receiver got them, repeats included. */
  readonly deliveries: readonly string[];
  /** Person and number within the person, for senders that number them: the order that must survive. */
  readonly sequence?: ReadonlyMap<string, { readonly person: string; readonly number: number }>;
};

/** What one place has of a run. */
type StageAccount = {
  readonly name: string;
  readonly present: number;
  /** Acknowledged and not here. */
  readonly lost: readonly string[];
  /** Here more than once. */
  readonly doubled: readonly string[];
};

/** The ledger of a run. */
export type Ledger = {
  readonly sent: number;
  readonly acknowledged: number;
  readonly stages: readonly StageAccount[];
  readonly delivered: StageAccount;
  /** Deliveries beyond the first of an event: what an idempotent receiver drops. */
  readonly repeats: number;
  /** Events whose first delivery came after that of a later event of their profile. */
  readonly deliveredOutOfOrder: readonly string[];
  /** Events that lie in the archive before an earlier event of their person. */
  readonly archivedOutOfOrder: readonly string[];
};

/** Compares what was acknowledged with what arrived, place by place. */
export function compareLedger(sightings: Sightings): Ledger {
  const { sent, acknowledged, topics, archive, deliveries, sequence } = sightings;
  const ours = archive.filter(({ messageId }) => sent.has(messageId));
  const archivedIds = ours.map(({ messageId }) => messageId);
  const deliveredIds = deliveries.filter(messageId => sent.has(messageId));
  const firstDeliveries = [...new Set(deliveredIds)];
  return {
    sent: sent.size,
    acknowledged: acknowledged.size,
    stages: [
      ...Object.entries(topics).map(([name, ids]) =>
        account(
          name,
          ids.filter(id => sent.has(id)),
          acknowledged,
        ),
      ),
      account('archive', archivedIds, acknowledged),
    ],
    delivered: account('deliveries', deliveredIds, acknowledged),
    repeats: deliveredIds.length - firstDeliveries.length,
    deliveredOutOfOrder: deliveredOutOfOrder(firstDeliveries, ours),
    archivedOutOfOrder: sequence === undefined ? [] : archivedOutOfOrder(ours, sequence),
  };
}

/** What breaks the promise: every acknowledged event once in topics and archive, at the receiver, and in order. */
export function violations(ledger: Ledger): string[] {
  const found: string[] = [];
  for (const { name, lost, doubled } of ledger.stages) {
    if (lost.length > 0) found.push(`${lost.length} lost in ${name}`);
    if (doubled.length > 0) found.push(`${doubled.length} doubled in ${name}`);
  }
  if (ledger.delivered.lost.length > 0) found.push(`${ledger.delivered.lost.length} not delivered`);
  if (ledger.archivedOutOfOrder.length > 0)
    found.push(`${ledger.archivedOutOfOrder.length} archived out of order`);
  if (ledger.deliveredOutOfOrder.length > 0)
    found.push(`${ledger.deliveredOutOfOrder.length} delivered out of order`);
  return found;
}

function account(name: string, ids: readonly string[], acknowledged: ReadonlySet<string>): StageAccount {
  const present = new Set<string>();
  const doubled = new Set<string>();
  for (const id of ids) (present.has(id) ? doubled : present).add(id);
  const lost = [...acknowledged].filter(id => !present.has(id));
  return { name, present: present.size, lost, doubled: [...doubled] };
}

function deliveredOutOfOrder(firstDeliveries: readonly string[], archive: readonly PlacedEvent[]): string[] {
  const places = new Map(archive.map(event => [event.messageId, event]));
  const furthest = new Map<string, number>();
  return firstDeliveries.filter(messageId => {
    const place = places.get(messageId);
    if (place === undefined) return false;
    // A profile's records share one partition, so their offsets are their order.
    const reached = furthest.get(place.profileId) ?? -1;
    furthest.set(place.profileId, Math.max(reached, place.offset));
    return place.offset < reached;
  });
}

function archivedOutOfOrder(
  archive: readonly PlacedEvent[],
  sequence: NonNullable<Sightings['sequence']>,
): string[] {
  const byPlace = archive.toSorted((a, b) => a.partition - b.partition || a.offset - b.offset);
  const furthest = new Map<string, number>();
  return byPlace.flatMap(({ messageId, profileId }) => {
    const step = sequence.get(messageId);
    if (step === undefined) return [];
    // Within a profile: a merge moves a person to another profile, whose partition has an order of its own.
    const chain = `${profileId} ${step.person}`;
    const reached = furthest.get(chain) ?? -1;
    furthest.set(chain, Math.max(reached, step.number));
    return step.number < reached ? [messageId] : [];
  });
}
