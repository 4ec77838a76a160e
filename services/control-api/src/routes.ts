import type { Operation } from './operation.ts';
import { addSourceLabels } from './requests/add-source-labels.ts';
import { apply } from './requests/apply.ts';
import { createDestination } from './requests/create-destination.ts';
import { createFunction } from './requests/create-function.ts';
import { createOAuthApp } from './requests/create-oauth-app.ts';
import { createSource } from './requests/create-source.ts';
import { createWriteKey } from './requests/create-write-key.ts';
import { deleteDestination } from './requests/delete-destination.ts';
import { deleteFunction } from './requests/delete-function.ts';
import { deleteOAuthApp } from './requests/delete-oauth-app.ts';
import { deleteSource } from './requests/delete-source.ts';
import { deleteWriteKey } from './requests/delete-write-key.ts';
import { deployFunction } from './requests/deploy-function.ts';
import { echo } from './requests/echo.ts';
import { getDestinationMetadata } from './requests/get-destination-metadata.ts';
import { getDestination } from './requests/get-destination.ts';
import { getFunction } from './requests/get-function.ts';
import { getOAuthApp } from './requests/get-oauth-app.ts';
import { getSourceMetadata } from './requests/get-source-metadata.ts';
import { getSourceSnippet } from './requests/get-source-snippet.ts';
import { getSource } from './requests/get-source.ts';
import { getSpace } from './requests/get-space.ts';
import { getWorkspace } from './requests/get-workspace.ts';
import { listConnectedDestinations } from './requests/list-connected-destinations.ts';
import { listDestinationMetadata } from './requests/list-destination-metadata.ts';
import { listDestinations } from './requests/list-destinations.ts';
import { listEventProperties } from './requests/list-event-properties.ts';
import { listFunctionInvocations } from './requests/list-function-invocations.ts';
import { listFunctions } from './requests/list-functions.ts';
import { listOAuthApps } from './requests/list-oauth-apps.ts';
import { listSourceEvents } from './requests/list-source-events.ts';
import { listSourceMetadata } from './requests/list-source-metadata.ts';
import { listSources } from './requests/list-sources.ts';
import { listSpaces } from './requests/list-spaces.ts';
import { listWriteKeys } from './requests/list-write-keys.ts';
import { replaceSourceLabels } from './requests/replace-source-labels.ts';
import { revokeToken } from './requests/revoke-token.ts';
import { rotateWriteKey } from './requests/rotate-write-key.ts';
import { updateDestination } from './requests/update-destination.ts';
import { updateFunction } from './requests/update-function.ts';
import { updateOAuthApp } from './requests/update-oauth-app.ts';
import { updateSource } from './requests/update-source.ts';
import { voidTokens } from './requests/void-tokens.ts';

/** Every operation of the API. */
export const operations: readonly Operation[] = [
  getWorkspace,
  listSources,
  createSource,
  getSource,
  getSourceSnippet,
  updateSource,
  deleteSource,
  createWriteKey,
  deleteWriteKey,
  listWriteKeys,
  rotateWriteKey,
  addSourceLabels,
  replaceSourceLabels,
  listConnectedDestinations,
  listSourceEvents,
  listEventProperties,
  listDestinations,
  createDestination,
  getDestination,
  updateDestination,
  deleteDestination,
  listFunctions,
  createFunction,
  getFunction,
  updateFunction,
  deleteFunction,
  deployFunction,
  listFunctionInvocations,
  listOAuthApps,
  createOAuthApp,
  getOAuthApp,
  updateOAuthApp,
  deleteOAuthApp,
  revokeToken,
  voidTokens,
  listSpaces,
  getSpace,
  listSourceMetadata,
  getSourceMetadata,
  listDestinationMetadata,
  getDestinationMetadata,
  echo,
  apply,
];
