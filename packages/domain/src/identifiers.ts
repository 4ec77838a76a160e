declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMillis = number;
/** Identity of an event. */
export type MessageId = Branded<string, 'MessageId'>;
/** The person as a source's own database knows them. */
export type UserId = Branded<string, 'UserId'>;
/** A device or browser before the person is known. */
export type AnonymousId = Branded<string, 'AnonymousId'>;
/** Canonical id of a person in one space. */
export type ProfileId = Branded<string, 'ProfileId'>;
/** Id of a source resource. */
export type SourceId = Branded<string, 'SourceId'>;
/** Id of a space: the sources whose people are one identity graph. */
export type SpaceId = Branded<string, 'SpaceId'>;
