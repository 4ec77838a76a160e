import type { Operation } from './operation.ts';
import { apply } from './requests/apply.ts';
import { createDestination } from './requests/create-destination.ts';
import { createSource } from './requests/create-source.ts';
import { createWriteKey } from './requests/create-write-key.ts';
import { deleteDestination } from './requests/delete-destination.ts';
import { deleteSource } from './requests/delete-source.ts';
import { deleteWriteKey } from './requests/delete-write-key.ts';
import { echo } from './requests/echo.ts';
import { getDestinationMetadata } from './requests/get-destination-metadata.ts';
import { getDestination } from './requests/get-destination.ts';
import { getSourceMetadata } from './requests/get-source-metadata.ts';
import { getSource } from './requests/get-source.ts';
import { getSpace } from './requests/get-space.ts';
import { getWorkspace } from './requests/get-workspace.ts';
import { listConnectedDestinations } from './requests/list-connected-destinations.ts';
import { listDestinationMetadata } from './requests/list-destination-metadata.ts';
import { listDestinations } from './requests/list-destinations.ts';
import { listSourceMetadata } from './requests/list-source-metadata.ts';
import { listSources } from './requests/list-sources.ts';
import { listSpaces } from './requests/list-spaces.ts';
import { updateDestination } from './requests/update-destination.ts';
import { updateSource } from './requests/update-source.ts';

/** Every operation of the API. */
export const operations: readonly Operation[] = [
  getWorkspace,
  listSources,
  createSource,
  getSource,
  updateSource,
  deleteSource,
  createWriteKey,
  deleteWriteKey,
  listConnectedDestinations,
  listDestinations,
  createDestination,
  getDestination,
  updateDestination,
  deleteDestination,
  listSpaces,
  getSpace,
  listSourceMetadata,
  getSourceMetadata,
  listDestinationMetadata,
  getDestinationMetadata,
  echo,
  apply,
];
