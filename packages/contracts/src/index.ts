export { topics } from '../generated/topics.ts';
export type {
  BlockedEvent,
  ConfigResource,
  DeferredWebhook,
  DeliveryOutcome,
  Event,
  FunctionInvocation,
  GraphIdentifier,
  GraphNode,
  GraphProfile,
  IdentityChange,
  OwnedIdentifier,
  ParkedEvent,
  ParkedProfile,
  ProfileActivity,
  ProfileMerged,
  ProfileSplit,
  SeenMessage,
  ValidatedEvent,
  WaitingWebhook,
  WebhookHeader,
} from '../generated/types.ts';
export { eventHeaders } from './event-headers.ts';
export { deadLetterHeaders, headers } from './headers.ts';
export type { Topic, TopicDeclaration, TopicFamily, ValueType } from './topic.ts';
export { decodeWire, encodeWire, WIRE_HEADER_BYTES, wireSchemaId } from './wire.ts';
