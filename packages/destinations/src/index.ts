export { catalogue } from '../generated/catalogue.ts';
export {
  defineDestination,
  type Action,
  type Batching,
  type ConfiguredAction,
  type ConfiguredDestination,
  type Configuring,
  type DeliveryLimits,
  type Destination,
  type DestinationDefinition,
  type DestinationProfile,
} from './destination.ts';
export { eventJson } from './event-json.ts';
export { classifyHttp, retryAfterMs } from './http-outcome.ts';
export { failureCodes, type FailureCode, type Outcome, type Reply } from './outcome.ts';
export type { RequestPlan, Signing } from './request-plan.ts';
