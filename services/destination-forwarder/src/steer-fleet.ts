import type { Destination } from '@millrace/resources';

import type { DestinationView } from './destination-view.ts';
import type { Fleet } from './fleet.ts';
import type { FleetTelemetry } from './telemetry.ts';
import { wantedDestinations } from './wanted-destinations.ts';

/** Makes what hears of the workspace's destinations and brings the fleet in line with them. */
export function createSteering({
  fleet,
  view,
  only,
  telemetry,
}: {
  readonly fleet: Fleet;
  readonly view: (resource: Destination) => DestinationView;
  /** Id of the one destination to serve, if not all. */
  readonly only: string | undefined;
  readonly telemetry: FleetTelemetry;
}): (resources: readonly Destination[]) => void {
  return resources => {
    const { destinations, unusable } = wantedDestinations(resources, { view, only, before: fleet.wanted() });
    for (const [id, problems] of unusable) telemetry.unusable(id, problems);
    fleet.reconcile(destinations);
  };
}
