/** Something wrong at one place of a resource, and what to do. */
export type Problem = {
  /** Where, as keys and positions from the resource's root. */
  readonly path: readonly (string | number)[];
  readonly message: string;
};

/** A value, or everything that is wrong with it. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

/** A good result. */
export function accepted<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A bad result. */
export function refused(problems: readonly Problem[]): Result<never> {
  return { ok: false, problems };
}
