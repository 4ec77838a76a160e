import type { catalogue as Catalogue } from '@millrace/destinations';
import { InvalidRecordError } from '@millrace/errors';
import { openSettings, type Destination } from '@millrace/resources';

import type { ActiveDestination } from './active-destination.ts';

/** A destination ready for deliveries, or everything that keeps it from being. */
export type DestinationView =
  | { readonly ok: true; readonly destination: ActiveDestination }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Finds a destination's plug-in, opens its secrets and fills its settings in. */
export function viewDestination(
  resource: Destination,
  { catalogue, secretsKey }: { readonly catalogue: typeof Catalogue; readonly secretsKey: Buffer },
): DestinationView {
  const plugin = catalogue.get(resource.type);
  if (plugin === undefined) return { ok: false, problems: [`no destination is called ${resource.type}`] };
  const settings = open(resource, secretsKey);
  if (settings instanceof InvalidRecordError) return { ok: false, problems: [settings.message] };
  const configuring = plugin.configure(settings);
  if (!configuring.ok) return configuring;
  return {
    ok: true,
    destination: {
      id: resource.id,
      isEnabled: resource.enabled,
      sourceIds: new Set(resource.sourceIds),
      plugin: configuring.destination,
    },
  };
}

function open(resource: Destination, key: Buffer): Readonly<Record<string, unknown>> | InvalidRecordError {
  try {
    return openSettings(resource, key);
  } catch (thrown) {
    if (thrown instanceof InvalidRecordError) return thrown;
    throw thrown;
  }
}
