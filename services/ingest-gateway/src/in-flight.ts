/** What a request holds besides its body: headers, socket buffers, promises. */
const REQUEST_BYTES = 4 * 1024;
/** How long a body may take to arrive when others need its room. */
const PATIENCE_MS = 2_000;

/** One request's share of the memory; given back once. */
export type Share = {
  /** Takes more; false where there is no room, or the share was given back. */
  readonly grow: (bytes: number) => boolean;
  /** The body begins to arrive. Until it has, the share may be taken back for others: then `giveWay` is called, to answer the request. */
  readonly arriving: (giveWay: () => void) => void;
  readonly arrived: () => void;
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
export function createInFlight(maxBytes: number, now: () => number = () => performance.now()): InFlight {
  /** Requests whose body arrives, the oldest first. */
  const arriving = new Map<Share, { readonly since: number; readonly giveWay: () => void }>();
  let total = 0;
  let requests = 0;

  /** Makes room, where there is none, at the cost of the slowest: a few who stall must not keep out everybody. */
  function hasRoom(bytes: number): boolean {
    while (total + bytes > maxBytes) {
      const [slowest] = arriving;
      if (slowest === undefined || now() - slowest[1].since < PATIENCE_MS) return false;
      const [share, { giveWay }] = slowest;
      share.release();
      giveWay();
    }
    return true;
  }

  function createShare(): Share {
    let held = REQUEST_BYTES;
    const isReleased = (): boolean => held === 0;
    total += held;
    requests += 1;
    const share: Share = {
      grow(bytes): boolean {
        // Making room may cost this very share.
        if (isReleased() || !hasRoom(bytes) || isReleased()) return false;
        held += bytes;
        total += bytes;
        return true;
      },
      arriving(giveWay): void {
        arriving.set(share, { since: now(), giveWay });
      },
      arrived(): void {
        arriving.delete(share);
      },
      release(): void {
        if (isReleased()) return;
        arriving.delete(share);
        total -= held;
        held = 0;
        requests -= 1;
      },
    };
    return share;
  }

  return {
    enter: () => (hasRoom(REQUEST_BYTES) ? createShare() : undefined),
    get bytes(): number {
      return total;
    },
    get requests(): number {
      return requests;
    },
  };
}
