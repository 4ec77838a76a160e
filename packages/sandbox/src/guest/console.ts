import type { Bridge } from './bridge.ts';

const levels = { log: 'info', info: 'info', debug: 'debug', trace: 'debug', warn: 'warn', error: 'error' };

/** The console: its lines are kept with the call. */
export function createConsole(bridge: Bridge): Record<string, (...values: unknown[]) => void> {
  const console: Record<string, (...values: unknown[]) => void> = {};
  for (const [method, level] of Object.entries(levels))
    console[method] = (...values) => {
      bridge.log(level, values.map(shown).join(' '));
    };
  return console;
}

/** A value for a person to read; never throws. */
function shown(value: unknown): string {
  try {
    if (typeof value === 'string') return value;
    if (value instanceof Error) return String(value.stack ?? value);
    if (typeof value === 'object' && value !== null)
      return JSON.stringify(value, readable) || Object.prototype.toString.call(value);
    if (typeof value === 'function') return `[function ${value.name}]`;
    return String(value);
  } catch {
    return '[cannot be shown]';
  }
}

/** What JSON leaves out or refuses, as text. */
function readable(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (value === undefined) return '[undefined]';
  if (value instanceof Error) return String(value.stack ?? value);
  if (value instanceof Map || value instanceof Set) return [...value];
  return value;
}
