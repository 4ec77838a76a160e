import { createRequire } from 'node:module';

/** The parts of kafkajs' cluster that this file reaches into. */
type Wanted = { readonly groupId: string; readonly coordinatorType?: number };
type Broker = { isConnected(): boolean };
type Find = (this: object, wanted: Wanted) => Promise<Broker>;
type ClusterClass = { readonly prototype: { findGroupCoordinator: Find } };

const require = createRequire(import.meta.url);

/** kafkajs' number of the coordinator of transactions. */
const TRANSACTION = 1;

/**
 * Lets a transactional producer of kafkajs remember its coordinators. It asks the cluster for them four times a transaction, nearly half of
 * its requests. A coordinator that moved refuses the next call; the transaction fails, and the fence that follows makes
 * a new producer, which asks again. Other clients of kafkajs ask as before.
 */
export function rememberCoordinators(): void {
  const { prototype } = require('kafkajs/src/cluster/index.js') as ClusterClass;
  const find = prototype.findGroupCoordinator;
  const memories = new WeakMap<object, Map<string, Broker>>();

  prototype.findGroupCoordinator = async function (this: object, wanted: Wanted): Promise<Broker> {
    const isTransactional = wanted.coordinatorType === TRANSACTION || memories.has(this);
    if (!isTransactional) return find.call(this, wanted);
    const memory = memories.get(this) ?? new Map<string, Broker>();
    memories.set(this, memory);
    const name = `${wanted.coordinatorType ?? 0} ${wanted.groupId}`;
    const known = memory.get(name);
    if (known?.isConnected() === true) return known;
    const found = await find.call(this, wanted);
    memory.set(name, found);
    return found;
  };
}
