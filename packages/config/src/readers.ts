import { parseBytes, parseDuration } from './quantities.ts';
import { Secret } from './secret.ts';
import type { Reading, Setting, SettingOptions, Unit, ValueOf } from './setting.ts';

type Bounds = { readonly min?: number; readonly max?: number };
type NumberOptions = SettingOptions<number> & Bounds;
type TextOptions = SettingOptions<string>;

/** Any text. */
export function text<const O extends TextOptions>(options: O): Setting<ValueOf<O, string>> {
  return setting(options, accepted);
}

/** A whole number, within bounds if given. */
export function integer<const O extends NumberOptions>(options: O): Setting<ValueOf<O, number>> {
  return setting(options, written =>
    /^-?\d+$/.test(written)
      ? withinBounds(Number(written), options, String)
      : refused('must be a whole number, like 4'),
  );
}

/** A number, within bounds if given. */
export function decimal<const O extends NumberOptions>(options: O): Setting<ValueOf<O, number>> {
  return setting(options, written =>
    /^-?\d+(\.\d+)?$/.test(written)
      ? withinBounds(Number(written), options, String)
      : refused('must be a number, like 0.1'),
  );
}

/** A TCP port; 0 lets the system choose one. */
export function port<const O extends SettingOptions<number>>(options: O): Setting<ValueOf<O, number>> {
  return integer({ ...options, min: 0, max: 65_535 });
}

/** `true` or `false`. */
export function boolean<const O extends SettingOptions<boolean>>(options: O): Setting<ValueOf<O, boolean>> {
  return setting(options, written =>
    written === 'true' || written === 'false'
      ? accepted(written === 'true')
      : refused('must be true or false'),
  );
}

/** One of a few words. */
export function choice<const V extends string, const O extends SettingOptions<V>>(
  values: readonly V[],
  options: O,
): Setting<ValueOf<O, V>> {
  return setting(options, written => {
    const value = values.find(one => one === written);
    return value === undefined ? refused(`must be one of ${values.join(', ')}`) : accepted(value);
  });
}

/** Texts separated by commas; at least one. */
export function list<const O extends TextOptions>(options: O): Setting<ValueOf<O, readonly string[]>> {
  return setting(options, written => {
    const parts = written.split(',').map(part => part.trim());
    return parts.includes('') ? refused('must be texts separated by commas, none empty') : accepted(parts);
  });
}

/** An absolute URL, without a slash at its end. */
export function url<const O extends TextOptions & { readonly protocols?: readonly string[] }>(
  options: O,
): Setting<ValueOf<O, string>> {
  const protocols = options.protocols ?? ['http', 'https'];
  return setting(options, written => {
    const scheme = URL.canParse(written) ? new URL(written).protocol.slice(0, -1) : '';
    return protocols.includes(scheme)
      ? accepted(written.replace(/\/+$/, ''))
      : refused(`must be an absolute URL that starts with ${protocols.map(one => `${one}://`).join(' or ')}`);
  });
}

/** A length of time with its unit; in milliseconds, under a name that ends in `Ms`. */
export function duration<const O extends TextOptions & WrittenBounds>(
  options: O,
): Setting<ValueOf<O, number>, 'Ms'> {
  const bounds = textBounds(options, parseDuration);
  return setting(
    options,
    written => {
      const value = parseDuration(written);
      return value === undefined
        ? refused('must be a number with a unit (ms, s, m, h, d), like 10s')
        : withinBounds(value, bounds, ms => `${ms}ms`);
    },
    'Ms',
  );
}

/** A size with its unit; in bytes, under a name that ends in `Bytes`. */
export function bytes<const O extends TextOptions & WrittenBounds>(
  options: O,
): Setting<ValueOf<O, number>, 'Bytes'> {
  const bounds = textBounds(options, parseBytes);
  return setting(
    options,
    written => {
      const value = parseBytes(written);
      return value === undefined
        ? refused('must be a number with a unit (B, kB, MB, GB, KiB, MiB, GiB), like 64KiB')
        : withinBounds(value, bounds, size => `${size}B`);
    },
    'Bytes',
  );
}

/** A secret of at least `minLength` characters (default 1); shows in no log, message or table. */
export function secret<const O extends TextOptions & { readonly minLength?: number }>(
  options: O,
): Setting<ValueOf<O, Secret>> {
  const minLength = options.minLength ?? 1;
  return setting({ ...options, secret: true }, written =>
    written.length < minLength
      ? refused(`must have at least ${minLength} characters`)
      : accepted(new Secret(written)),
  );
}

type WrittenBounds = { readonly min?: string; readonly max?: string };

function setting<T, U extends Unit = ''>(
  options: SettingOptions<string | number | boolean>,
  read: (written: string) => Reading<T>,
  unit?: U,
): Setting<T, U> {
  return {
    read,
    default: options.default === undefined ? undefined : String(options.default),
    optional: options.optional ?? false,
    doc: options.doc,
    secret: options.secret ?? false,
    unit: (unit ?? '') as U,
  };
}

function accepted<T>(value: T): Reading<T> {
  return { ok: true, value };
}

function refused(problem: string): Reading<never> {
  return { ok: false, problem };
}

function withinBounds(
  value: number,
  { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER }: Bounds,
  show: (bound: number) => string,
): Reading<number> {
  if (value < min) return refused(`must be at least ${show(min)}`);
  if (value > max) return refused(`must be at most ${show(max)}`);
  return accepted(value);
}

function textBounds(options: WrittenBounds, parse: (written: string) => number | undefined): Bounds {
  const min = options.min === undefined ? undefined : parse(options.min);
  const max = options.max === undefined ? undefined : parse(options.max);
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}
