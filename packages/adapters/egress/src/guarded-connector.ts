import { lookup as lookUp, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';

import { buildConnector } from 'undici';

import type { AddressPolicy } from './address-policy.ts';

/** A name or address may not be connected to. */
class AddressRefusedError extends Error {
  readonly code = 'MILLRACE_ADDRESS_REFUSED';

  constructor(host: string) {
    super(`${host} is not a public address`);
  }
}

type Options = {
  readonly isAllowed: AddressPolicy;
  readonly connectTimeoutMs: number;
  /** Finds the addresses of a name; the system's resolver by default. */
  readonly resolve?: typeof lookUp | undefined;
};

/**
 * Connects where the policy allows. The addresses are judged that the connection is then made to, so a name that answers
 * something else a moment later gains nothing; and the other end is looked at again when the connection stands.
 */
export function createGuardedConnector({
  isAllowed,
  connectTimeoutMs,
  resolve = lookUp,
}: Options): buildConnector.connector {
  const connect = buildConnector({
    allowH2: false,
    timeout: connectTimeoutMs,
    lookup: guardedLookup(isAllowed, resolve),
  });
  return (options, callback) => {
    // An address is connected to without a look-up.
    const host = options.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !isAllowed(host)) {
      callback(new AddressRefusedError(host), null);
      return;
    }
    connect(options, (error, socket) => {
      if (error !== null) callback(error, null);
      else if (socket.remoteAddress !== undefined && isAllowed(socket.remoteAddress)) callback(null, socket);
      else {
        socket.destroy();
        callback(new AddressRefusedError(host), null);
      }
    });
  };
}

/** Addresses of a name that are allowed; an error where none is. */
function guardedLookup(isAllowed: AddressPolicy, resolve: typeof lookUp): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const allowed = addresses.filter(({ address }) => isAllowed(address));
      const [first] = allowed;
      if (first === undefined) callback(new AddressRefusedError(host), []);
      else if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}
