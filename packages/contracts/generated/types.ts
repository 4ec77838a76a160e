// Generated from schemas/ by `make generate`. Do not edit.

/** The present state of one resource; a tombstone under its key deletes it. */
export type ConfigResource = {
  /** Workspace slug. */
  readonly workspace: string;
  /** source, destination, space and so on. */
  readonly kind: string;
  /** Stable id. */
  readonly id: string;
  /** Stable name that people and files use. */
  readonly slug: string;
  /** Counts the changes of this resource from 1. */
  readonly version: number;
  /** Time of this change; epoch milliseconds. */
  readonly updatedAt: number;
  /** Who made this change. */
  readonly updatedBy: string;
  /** JSON text of the resource as its declaration in packages/resources says; secrets are sealed. */
  readonly spec: string;
};

/** One attempt and how it ended. */
export type DeliveryOutcome = {
  /** Destination instance. */
  readonly destinationId: string;
  /** Action of the destination that was asked. */
  readonly action: string;
  /** delivered, retrying, rejected, expired, overflowed, unauthorized, filtered or unsupported. */
  readonly outcome: string;
  /** Code of the failure or filter. */
  readonly reason: null | string;
  /** HTTP status of the reply, where there was one. */
  readonly status: null | number;
  /** 1 for the first. */
  readonly attempt: number;
  /** Start of the attempt; epoch milliseconds. */
  readonly attemptedAt: number;
  /** Length of the attempt. */
  readonly durationMs: number;
  /** outcome retrying: when it is tried again; epoch milliseconds. */
  readonly nextAttemptAt: null | number;
  /** live or replay. */
  readonly lane: string;
  /** Event. */
  readonly messageId: string;
  /** Type of the event. */
  readonly eventType: string;
  /** Name of a track event. */
  readonly eventName: null | string;
  /** Source of the event. */
  readonly sourceId: string;
  /** Space of the event. */
  readonly spaceId: string;
  /** Profile of the event. */
  readonly profileId: string;
  /** receivedAt of the event, for end-to-end latency; epoch milliseconds. */
  readonly receivedAt: number;
};

/** An activity record that waits. */
export type ParkedEvent = {
  /** The record's value, as it was read. Personal data. */
  readonly value: Buffer;
  /** Its offset in the input partition. */
  readonly offset: string;
  /** Its trace context. */
  readonly traceparent: null | string;
  /** The event in it. This and what follows is what outcomes say, known without decoding the value. */
  readonly messageId: string;
  /** Type of the event. */
  readonly eventType: string;
  /** Name of a track event. */
  readonly eventName: null | string;
  /** Source of the event. */
  readonly sourceId: string;
  /** receivedAt of the event; epoch milliseconds. */
  readonly receivedAt: number;
};

/** A profile whose oldest event failed: it and all that came after it, oldest first. */
export type ParkedProfile = {
  /** Space of the profile. */
  readonly spaceId: string;
  /** Attempts made for the first event. */
  readonly attempts: number;
  /** First attempt of the first event that counts against its horizon; epoch milliseconds. */
  readonly firstAttemptAt: number;
  /** When the first event is tried again; epoch milliseconds. */
  readonly dueAt: number;
  /** The events; bounded by count and bytes. */
  readonly events: readonly ParkedEvent[];
};

/** One call of a source: typed fields that services route and match by, and the four objects as JSON text that only those who look inside parse. */
export type Event = {
  /** Identity of the event; assigned by the gateway when the client sent none. */
  readonly messageId: string;
  /** track, identify, page, screen, group or alias; anything else is refused by the validator. */
  readonly type: string;
  /** Name of a track event. */
  readonly event: null | string;
  /** Name of a page or screen. */
  readonly name: null | string;
  /** Category of a page or screen. */
  readonly category: null | string;
  /** The person as the source's own database knows them. Personal data. */
  readonly userId: null | string;
  /** The device or browser before the person is known. Personal data. */
  readonly anonymousId: null | string;
  /** The account a group call names. */
  readonly groupId: null | string;
  /** The former id an alias call names. Personal data. */
  readonly previousId: null | string;
  /** Id of the source resource whose write key sent the event. */
  readonly sourceId: string;
  /** When it happened, corrected for the client's clock; epoch milliseconds. */
  readonly timestamp: number;
  /** When it happened by the client's clock; epoch milliseconds. */
  readonly originalTimestamp: number;
  /** When the client sent the request, by its clock; epoch milliseconds. */
  readonly sentAt: null | number;
  /** When the gateway received the request; epoch milliseconds. One value per request. */
  readonly receivedAt: number;
  /** browser, mobile or server, as the client says. */
  readonly channel: null | string;
  /** Version of the tracking API the client speaks. */
  readonly version: null | string;
  /** JSON text of properties, exactly as sent. Personal data. */
  readonly properties: null | string;
  /** JSON text of traits, exactly as sent. Personal data. */
  readonly traits: null | string;
  /** JSON text of context: as sent, with the request's context merged in and the address filled. Personal data. */
  readonly context: null | string;
  /** JSON text of integrations: as sent, with the request's merged in. */
  readonly integrations: null | string;
  /** Names of typed members that came with the wrong JSON type; their typed field is null. */
  readonly malformed: readonly string[];
  /** Ingest failure code the gateway already knows; the validator blocks the event with it. */
  readonly refusal: null | string;
  /** JSON text of the event as it arrived. Personal data. */
  readonly original: string;
};

/** An event that stops here, and why. */
export type BlockedEvent = {
  /** ingest or protocols: which check stopped it. */
  readonly stage: string;
  /** Failure code, as in Segment's delivery overview. */
  readonly reason: string;
  /** What was wrong and what to do, for people. */
  readonly detail: null | string;
  /** Time of the record that was judged; epoch milliseconds. */
  readonly blockedAt: number;
  /** The event as collected. */
  readonly event: Event;
};

/** An event that passed the checks, with the space whose identity graph it belongs to. */
export type ValidatedEvent = {
  /** Space of the event's source. */
  readonly spaceId: string;
  /** The event. */
  readonly event: Event;
};

/** One run of a function. Texts are cut to a bounded length. */
export type FunctionInvocation = {
  /** Identity of what the function ran on; the same for each attempt. */
  readonly invocationId: string;
  /** Function. */
  readonly functionId: string;
  /** Version of the function resource that ran; 0 where none did. */
  readonly functionVersion: number;
  /** Source that the function belongs to. */
  readonly sourceId: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** succeeded, retrying, failed (not tried again), or expired (tried as often as it may be). */
  readonly outcome: string;
  /** Why it did not succeed: FUNCTION_TIMEOUT, RETRY_ERROR, INVOKE_ERROR, BAD_DEPLOY and so on. */
  readonly code: null | string;
  /** The same for people; the message of what the function threw. Personal data. */
  readonly message: null | string;
  /** Where in the function it was thrown. Personal data. */
  readonly stack: null | string;
  /** Start of the run; epoch milliseconds. */
  readonly startedAt: number;
  /** Length of the run. */
  readonly durationMs: number;
  /** CPU time of the run. */
  readonly cpuMs: number;
  /** Events that were sent on. */
  readonly events: number;
  /** outcome retrying: when it runs again; epoch milliseconds. */
  readonly nextAttemptAt: null | number;
  /** Status that the request was answered with; null for a run after the answer. */
  readonly replyStatus: null | number;
  /** JSON text: a list of {level, at, text}. Personal data. */
  readonly console: string;
  /** JSON text: requests the function made, a list of {method, url, status, error, durationMs}. Personal data. */
  readonly fetches: string;
  /** JSON text: {method, url, headers, body} of the request; credentials are masked and the body is cut. Personal data. */
  readonly request: string;
  /** When the request was complete; epoch milliseconds. */
  readonly receivedAt: number;
};

/** Points to a profile, which may itself have moved on. */
export type GraphIdentifier = {
  /** Profile that owned it when this was written. */
  readonly profileId: string;
  /** When it was attached; epoch milliseconds. */
  readonly attachedAt: number;
};

/** An identifier the profile owns. */
export type OwnedIdentifier = {
  /** user_id, anonymous_id, email or group_id. */
  readonly type: string;
  /** The identifier. Personal data. */
  readonly value: string;
  /** When it was attached; epoch milliseconds. */
  readonly attachedAt: number;
};

/** A profile of the graph. */
export type GraphProfile = {
  /** receivedAt of the event that created it; epoch milliseconds. */
  readonly createdAt: number;
  /** Profile it became part of. */
  readonly mergedInto: null | string;
  /** Profiles merged into it. */
  readonly mergeCount: number;
  /** What it owns; bounded. */
  readonly identifiers: readonly OwnedIdentifier[];
};

/** An identifier or a profile. Exactly one field is set. */
export type GraphNode = {
  /** Owner of an identifier. */
  readonly identifier: null | GraphIdentifier;
  /** A profile. */
  readonly profile: null | GraphProfile;
};

/** One change of the identity graph and the event that caused it. */
export type IdentityChange = {
  /** Derived from the cause, so that a repeat has the same id. */
  readonly changeId: string;
  /** created, attached, merged or refused. */
  readonly kind: string;
  /** Space of the graph. */
  readonly spaceId: string;
  /** Profile that changed; for merged the one that ended. */
  readonly profileId: string;
  /** kind merged: the profile that lives on. */
  readonly survivorId: null | string;
  /** kind attached or refused: user_id, anonymous_id, email or group_id. */
  readonly identifierType: null | string;
  /** kind attached or refused: the identifier. Personal data. */
  readonly identifierValue: null | string;
  /** kind refused: which rule. */
  readonly reason: null | string;
  /** Event that caused it. */
  readonly messageId: string;
  /** Source of that event. */
  readonly sourceId: string;
  /** receivedAt of that event; epoch milliseconds. */
  readonly at: number;
};

/** This profile became part of another; its ids answer as the survivor from here on. */
export type ProfileMerged = {
  /** Profile that lives on. */
  readonly survivorId: string;
  /** Event that proved them one person. */
  readonly messageId: string;
};

/** A profile was taken apart again. */
export type ProfileSplit = {
  /** Profile that was taken out. */
  readonly newProfileId: string;
  /** Identity change that asked for it. */
  readonly changeId: string;
};

/** One step in a profile's history. Exactly the field named by kind is set. */
export type ProfileActivity = {
  /** event, merged or split. */
  readonly kind: string;
  /** Profile this happened to; also the record's key. */
  readonly profileId: string;
  /** Space of the profile. */
  readonly spaceId: string;
  /** Event time used by every window: the corrected timestamp, held to receivedAt when it lies too far in the future; epoch milliseconds. */
  readonly effectiveAt: number;
  /** kind event: the event, resolved to this profile. */
  readonly event: null | Event;
  /** kind merged: into which profile. */
  readonly merged: null | ProfileMerged;
  /** kind split: which profile was taken out. */
  readonly split: null | ProfileSplit;
};

/** A message id was seen. */
export type SeenMessage = {
  /** Time of the record that was judged; epoch milliseconds. */
  readonly seenAt: number;
  /** Failure code, where the event was blocked: then one of the same id may still pass. */
  readonly blocked: null | string;
};

/** A deferred request between two runs of its function. */
export type WaitingWebhook = {
  /** The record of the request, as it was read. Personal data. */
  readonly value: Buffer;
  /** Its offset in the input partition. */
  readonly offset: string;
  /** Its trace context. */
  readonly traceparent: null | string;
  /** Source of the request. */
  readonly sourceId: string;
  /** Runs so far. */
  readonly attempts: number;
  /** When the function runs on it again; epoch milliseconds. */
  readonly dueAt: number;
};

/** A header of the request. */
export type WebhookHeader = {
  /** Name as sent. */
  readonly name: string;
  /** Value as sent; perhaps a credential. Personal data. */
  readonly value: string;
};

/** A request to a source function that was answered with 202: it is kept, and the function runs on it again. */
export type DeferredWebhook = {
  /** Identity of the request; ids of the events that come of it derive from it. */
  readonly invocationId: string;
  /** Source whose write key the request had. */
  readonly sourceId: string;
  /** Function of the source when the request came. */
  readonly functionId: string;
  /** When the request was complete; epoch milliseconds. */
  readonly receivedAt: number;
  /** Method of the request. */
  readonly method: string;
  /** Absolute URL of the request. Personal data. */
  readonly url: string;
  /** Headers in the order they came. */
  readonly headers: readonly WebhookHeader[];
  /** Body as it arrived. Personal data. */
  readonly body: string;
  /** Runs so far. */
  readonly attempts: number;
  /** When the function runs on it again; epoch milliseconds. */
  readonly dueAt: number;
};
