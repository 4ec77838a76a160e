/** How the inbox misbehaves. */
export type Behaviour = Readonly<{
  /** Only for paths that begin so; '' is every path. */
  path: string;
  /** The status of a misbehaving answer. */
  status: number;
  delayMs: number;
  /** The share of requests that get it, 0 to 1; the others get 200 at once. */
  rate: number;
  /** How large the misbehaving answer's body is. */
  bodyBytes: number;
  /** Seconds, for a Retry-After header. */
  retryAfter: number | undefined;
}>;

const LIMITS = {
  status: [200, 599],
  delayMs: [0, 600_000],
  rate: [0, 1],
  bodyBytes: [0, 100_000_000],
} as const;
const GOOD: Behaviour = { path: '', status: 200, delayMs: 0, rate: 1, bodyBytes: 0, retryAfter: undefined };

/** @throws TypeError naming the first field that is wrong. */
export function parseBehaviour(value: unknown): Behaviour {
  if (typeof value !== 'object' || value === null) throw new TypeError('a behaviour is a JSON object');
  const fields: Record<string, unknown> = { ...value };
  const unknown = Object.keys(fields).find(name => !(name in GOOD));
  if (unknown !== undefined) throw new TypeError(`a behaviour has no "${unknown}"`);
  const { path = '', retryAfter } = fields;
  if (typeof path !== 'string') throw new TypeError('path must be text');
  if (retryAfter !== undefined && !isWithin(retryAfter, 0, 86_400))
    throw new TypeError('retryAfter must be seconds');
  return {
    path,
    status: number('status', fields),
    delayMs: number('delayMs', fields),
    rate: number('rate', fields),
    bodyBytes: number('bodyBytes', fields),
    retryAfter,
  };
}

/** Puts a behaviour in the place of the former one of its path. The longest path that fits a request decides. */
export function withBehaviour(behaviours: readonly Behaviour[], added: Behaviour): readonly Behaviour[] {
  const others = behaviours.filter(({ path }) => path !== added.path);
  return [...others, added].sort((left, right) => right.path.length - left.path.length);
}

/** `chance` is a random number from 0 to 1. */
export function behaviourFor(behaviours: readonly Behaviour[], path: string, chance: number): Behaviour {
  const behaviour = behaviours.find(candidate => path.startsWith(candidate.path));
  return behaviour !== undefined && chance < behaviour.rate ? behaviour : GOOD;
}

function number(name: keyof typeof LIMITS, fields: Readonly<Record<string, unknown>>): number {
  const value = fields[name] ?? GOOD[name];
  const [low, high] = LIMITS[name];
  if (!isWithin(value, low, high)) throw new TypeError(`${name} must be a number from ${low} to ${high}`);
  return value;
}

function isWithin(value: unknown, low: number, high: number): value is number {
  return typeof value === 'number' && value >= low && value <= high;
}
