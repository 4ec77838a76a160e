import { randomBytes, randomInt } from 'node:crypto';

import { catalogue as destinations } from '@millrace/destinations';
import {
  catalogue,
  createVault,
  NONCE_BYTES,
  resourceKey,
  type DestinationType,
  type ResourceKind,
  type Vault,
} from '@millrace/resources';

/** What decisions use besides the view: the clock, what is configured, and everything random or secret. */
export type Tools = {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Where clients reach the gateway, where that is known. */
  readonly gatewayUrl: string | undefined;
  readonly destinationTypes: ReadonlyMap<string, DestinationType>;
  /** A new id; ids made later sort later. */
  readonly newId: (kind: ResourceKind) => string;
  readonly newWriteKey: () => string;
  readonly vaultOf: (kind: ResourceKind, id: string) => Vault;
};

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const WRITE_KEY_ALPHABET = `${ALPHABET}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
const TIME_DIGITS = 9;

/** The tools of a running process. */
export function createTools(options: {
  readonly workspace: string;
  readonly secretsKey: Buffer;
  readonly now: () => number;
  readonly gatewayUrl?: string | undefined;
}): Tools {
  const { workspace, secretsKey, now, gatewayUrl } = options;
  return {
    now,
    gatewayUrl,
    destinationTypes: destinations,
    newId: kind => {
      const time = now().toString(36).padStart(TIME_DIGITS, '0');
      return `${catalogue[kind].idPrefix}_${time}${randomText(ALPHABET, 12)}`;
    },
    newWriteKey: () => randomText(WRITE_KEY_ALPHABET, 32),
    vaultOf: (kind, id) =>
      createVault({
        resourceKey: resourceKey({ workspace, kind, id }),
        key: secretsKey,
        newNonce: () => randomBytes(NONCE_BYTES),
      }),
  };
}

function randomText(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
