/** What a reader makes of a text: the value, or what is wrong with the text and what would be right. */
export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** Ending that a result's name carries for its unit. */
export type Unit = 'Ms' | 'Bytes' | '';

/** Declaration of one environment key. */
export type Setting<T, U extends Unit = ''> = {
  readonly read: (text: string) => Reading<T>;
  /** Text that stands in where the environment has none; undefined if the key must be set or may stay unset. */
  readonly default: string | undefined;
  readonly optional: boolean;
  /** One line for the README's table and for whoever forgot the key. */
  readonly doc: string;
  /** A secret's text appears in no message and no table. */
  readonly secret: boolean;
  readonly unit: U;
};

/** What every reader takes: a default, or `optional`, or neither (the key is then required). */
export type SettingOptions<D extends string | number | boolean> = {
  readonly doc: string;
  readonly default?: D;
  readonly optional?: true;
  readonly secret?: true;
};

/** The value type of a setting: undefined is possible only where the declaration says `optional`. */
export type ValueOf<O, T> = O extends { readonly optional: true } ? T | undefined : T;
