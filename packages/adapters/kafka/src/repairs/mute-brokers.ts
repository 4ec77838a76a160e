import { createRequire } from 'node:module';

/** The part of kafkajs' broker that this file reaches into. */
type Broker = { readonly disconnect: () => Promise<void> };
type BrokerClass = { readonly prototype: { connect: (this: Broker) => Promise<void> } };

const require = createRequire(import.meta.url);

/**
 * Lets a broker that accepts connections and says nothing be connected to again. kafkajs asks it at first which requests it knows; where the
 * answer does not come in time, it keeps the connection, so that the next attempt takes the broker for one that is connected and asks
 * nothing. From then on every request fails with "Broker not connected". Here the connection ends with the attempt.
 */
export function leaveMuteBrokers(): void {
  const { prototype } = require('kafkajs/src/broker/index.js') as BrokerClass;
  const connect = prototype.connect;
  prototype.connect = async function () {
    try {
      await connect.call(this);
    } catch (error) {
      await this.disconnect();
      throw error;
    }
  };
}
