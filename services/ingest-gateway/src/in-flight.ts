/** What a request holds besides its body: headers, socket buffers, promises. */
const REQUEST_BYTES = 4 * 1024;

/** One request's share of the memory; given back once. */
export type Share = {
  /** Takes more; false where there is no room. */
  readonly grow: (bytes: number) => boolean;
  readonly release: () => void;
};

/** Bounds the memory that requests under way hold together, so that overload is refused before it hurts. */
export type InFlight = {
  /** A share for a new request; undefined where there is no room. */
  readonly enter: () => Share | undefined;
  readonly bytes: number;
  readonly requests: number;
};

/** Nothing is in flight. */
export function createInFlight(maxBytes: number): InFlight {
  let total = 0;
  let requests = 0;
  return {
    enter(): Share | undefined {
      if (total + REQUEST_BYTES > maxBytes) return undefined;
      let held = REQUEST_BYTES;
      total += held;
      requests += 1;
      return {
        grow(bytes): boolean {
          if (total + bytes > maxBytes) return false;
          held += bytes;
          total += bytes;
          return true;
        },
        release(): void {
          if (held === 0) return;
          total -= held;
          held = 0;
          requests -= 1;
        },
      };
    },
    get bytes(): number {
      return total;
    },
    get requests(): number {
      return requests;
    },
  };
}
