export { assertNever } from './assert-never.ts';
export { correctedTimestamp, effectiveTime } from './event-time.ts';
export {
  externalIdTypes,
  normalizeEmail,
  presentId,
  type ExternalId,
  type ExternalIdType,
} from './external-id.ts';
export type {
  AnonymousId,
  EpochMillis,
  MessageId,
  ProfileId,
  SourceId,
  SpaceId,
  UserId,
} from './identifiers.ts';
export { eventTypes, isEventType, type EventType } from './event-type.ts';
export { isJsonObject, objectMentioning, type JsonObject } from './json-text.ts';
