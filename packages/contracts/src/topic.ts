import avsc, { type Schema } from 'avsc';

/** What schemas/<topic>/topic.yaml declares. */
export type TopicDeclaration = {
  readonly name: string;
  /** Registry subject of the value. */
  readonly subject: string;
  /** The one service that writes it. */
  readonly owner: string;
  readonly partitions: number;
  /** Kafka topic settings, as the broker names them. */
  readonly settings: Readonly<Record<string, string>>;
};

/** A topic with Avro values of type T: its declaration and the compiled value type. */
export type Topic<T> = TopicDeclaration & {
  /** JSON text of the value's schema. */
  readonly schema: string;
  readonly type: ValueType<T>;
};

/** The part of an avsc type that codecs use, typed by the record it reads. */
export type ValueType<T> = {
  /** Writes at a position; returns the end, negative by the missing bytes where the buffer is too short. */
  encode(value: T, target: Buffer, position: number): number;
  decode(bytes: Buffer, position: number, resolver?: unknown): { value: T | undefined; offset: number };
  isValid(value: unknown, options?: { errorHook?: (path: string[], value: unknown) => void }): boolean;
  createResolver(writer: unknown): unknown;
  fromString(text: string): T;
  toString(value: T): string;
};

/** One topic per instance (a destination, say), all of one schema and one subject. */
export type TopicFamily<T> = (instance: string) => Topic<T>;

type GeneratedDeclaration = TopicDeclaration & { readonly schema: string };

/** Makes a catalogue entry; called by generated code only. */
export function topic<T>(declaration: GeneratedDeclaration): Topic<T> {
  const schema = JSON.parse(declaration.schema) as Schema;
  // avsc types are untyped at compile time; the generated type parameter comes from the same schema.
  return Object.freeze({ ...declaration, type: avsc.Type.forSchema(schema) });
}

/** Makes a catalogue entry for a topic of raw bytes; called by generated code only. */
export function bytesTopic(declaration: TopicDeclaration): TopicDeclaration {
  return Object.freeze({ ...declaration });
}

/** Makes a catalogue entry for a family; called by generated code only. */
export function topicFamily<T>(declaration: GeneratedDeclaration): TopicFamily<T> {
  const family = topic<T>(declaration);
  return instance => ({ ...family, name: family.name.replace('<instance>', instance) });
}
