export { topics } from '../generated/topics.ts';
export type {
  BlockedEvent,
  ConfigResource,
  DeliveryOutcome,
  Event,
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
} from '../generated/types.ts';
export { eventHeaders } from './event-headers.ts';
export { deadLetterHeaders, headers } from './headers.ts';
export type { Topic, TopicDeclaration, TopicFamily, ValueType } from './topic.ts';
export { decodeWire, encodeWire, WIRE_HEADER_BYTES, wireSchemaId } from './wire.ts';
