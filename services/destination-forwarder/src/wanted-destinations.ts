import type { Destination } from '@millrace/resources';

import type { DestinationView } from './destination-view.ts';
import type { WantedDestination } from './fleet.ts';

/** The destinations this process is to run, and what is wrong with settings that cannot be used. */
export type Wanted = {
  readonly destinations: ReadonlyMap<string, WantedDestination>;
  readonly unusable: ReadonlyMap<string, readonly string[]>;
};

/**
 * Derives what is to run from the workspace's destinations. One whose new settings cannot be used goes on with those before;
 * `only` names the one destination to serve, if not all.
 */
export function wantedDestinations(
  resources: readonly Destination[],
  {
    view,
    only,
    before,
  }: {
    readonly view: (resource: Destination) => DestinationView;
    readonly only: string | undefined;
    readonly before: ReadonlyMap<string, WantedDestination>;
  },
): Wanted {
  const destinations = new Map<string, WantedDestination>();
  const unusable = new Map<string, readonly string[]>();
  for (const resource of resources) {
    if (only !== undefined && resource.id !== only) continue;
    const viewed = view(resource);
    const earlier = before.get(resource.id);
    if (viewed.ok) {
      destinations.set(resource.id, {
        destination: viewed.destination,
        since: earlier?.since ?? resource.updatedAt,
      });
    } else {
      unusable.set(resource.id, viewed.problems);
      if (earlier !== undefined) destinations.set(resource.id, earlier);
    }
  }
  return { destinations, unusable };
}
