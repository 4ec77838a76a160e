import { InvalidRecordError } from '@millrace/errors';

import type { Vault } from './declaration.ts';
import { resourceKey, type Destination } from './resource.ts';
import { openSecret, sealSecret } from './sealing.ts';

type ResourceName = Parameters<typeof resourceKey>[0];

/** Seals and opens the secrets of one resource, each bound to its resource and setting. */
export function createVault(options: {
  readonly resourceKey: string;
  readonly key: Buffer;
  /** Gives a random nonce of NONCE_BYTES. */
  readonly newNonce: () => Buffer;
}): Vault {
  const { key, newNonce } = options;
  return {
    seal: (setting, value) =>
      sealSecret(JSON.stringify(value), {
        key,
        nonce: newNonce(),
        place: place(options.resourceKey, setting),
      }),
    open: (setting, sealed) => {
      try {
        return JSON.parse(openSecret(sealed, { key, place: place(options.resourceKey, setting) })) as unknown;
      } catch (error) {
        if (error instanceof InvalidRecordError) return undefined;
        throw error;
      }
    },
  };
}

/** All settings of a resource with their secrets open. Throws InvalidRecordError where one cannot be opened. */
export function openSettings(
  resource: ResourceName & Pick<Destination, 'settings' | 'secrets'>,
  key: Buffer,
): Readonly<Record<string, unknown>> {
  const opened: Record<string, unknown> = { ...resource.settings };
  for (const [setting, sealed] of Object.entries(resource.secrets)) {
    opened[setting] = JSON.parse(openSecret(sealed, { key, place: place(resourceKey(resource), setting) }));
  }
  return opened;
}

function place(key: string, setting: string): string {
  return `${key}/${setting}`;
}
