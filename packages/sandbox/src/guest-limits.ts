/** Bounds of one call, in characters as the code counts them. */
export type GuestLimits = {
  readonly logLines: number;
  readonly logChars: number;
  readonly logLineChars: number;
  readonly events: number;
  readonly eventChars: number;
  readonly requests: number;
  /** Of one request with its headers. */
  readonly requestChars: number;
  readonly timers: number;
  readonly timerMs: number;
  readonly resultChars: number;
  /** Levels of nesting of an event or a returned value. */
  readonly depth: number;
  readonly errorNameChars: number;
  readonly errorTextChars: number;
};

/** The bounds of every call. */
export const guestLimits: GuestLimits = {
  logLines: 200,
  logChars: 64 * 1024,
  logLineChars: 8 * 1024,
  events: 1_000,
  eventChars: 4 * 1024 * 1024,
  requests: 50,
  requestChars: 1024 * 1024,
  timers: 100,
  timerMs: 60_000,
  resultChars: 1024 * 1024,
  depth: 128,
  errorNameChars: 100,
  errorTextChars: 8 * 1024,
};
