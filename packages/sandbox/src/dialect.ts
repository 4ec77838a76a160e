/** What a function may send on as an event: the calls of the global `Segment`. */
export type EmittedType = (typeof emittedTypes)[number];

/** All of them. */
export const emittedTypes = ['identify', 'track', 'page', 'screen', 'group', 'alias', 'set'] as const;

/**
 * What code of one kind sees and answers: a value, so that a new kind of function is a new dialect and nothing else.
 * Names are put into the code's world as they are; they are ours, never a customer's.
 */
export type Dialect = {
  readonly name: string;
  /** Functions the code may define; `check` reports which of them it does. */
  readonly handlers: readonly string[];
  /** `request`: the first argument is a `FunctionRequest`, and the code sees a Request and may return a Response. */
  readonly argument: 'json' | 'request';
  /** Calls of the global `Segment`; without any there is no such global. */
  readonly emits: readonly EmittedType[];
  /** Error classes the code may throw by name. */
  readonly errorClasses: readonly string[];
};

const eventHandlers = [
  'onIdentify',
  'onTrack',
  'onPage',
  'onScreen',
  'onGroup',
  'onAlias',
  'onDelete',
  'onBatch',
];
const eventErrors = ['EventNotSupported', 'InvalidEventPayload', 'ValidationError', 'RetryError'];

/** The kinds of functions there are. */
export const dialects = {
  /** Makes events of a request: `onRequest(request, settings)`. */
  source: {
    name: 'source',
    handlers: ['onRequest'],
    argument: 'request',
    emits: emittedTypes,
    errorClasses: eventErrors,
  },
  /** Sends events to a tool: `onTrack(event, settings)` and the like. */
  destination: {
    name: 'destination',
    handlers: eventHandlers,
    argument: 'json',
    emits: [],
    errorClasses: eventErrors,
  },
  /** Changes or drops an event on its way to a destination: the handlers of a destination, returning the event. */
  insert: {
    name: 'insert',
    handlers: eventHandlers,
    argument: 'json',
    emits: [],
    errorClasses: [...eventErrors, 'DropEvent'],
  },
  /** Changes an event of a source by a rule of a tracking plan: `transform(event, settings)`. */
  transformation: {
    name: 'transformation',
    handlers: ['transform'],
    argument: 'json',
    emits: [],
    errorClasses: ['ValidationError', 'DropEvent'],
  },
} as const satisfies Record<string, Dialect>;
