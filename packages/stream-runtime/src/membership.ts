/** Whether the group still counts this process among its members. */
export type Membership = {
  /** The group has just said so. */
  confirm(): void;
  /** Resolves at the next confirmation; also when the signal aborts. */
  confirmed(signal: AbortSignal): Promise<void>;
};

/**
 * A process that was fenced may be a former owner that woke up. It fences back only after the group has confirmed it as a member
 * since: by then it would have been told to join again.
 */
export function createMembership(): Membership {
  let waiting: (() => void)[] = [];

  return {
    confirm() {
      const resolves = waiting;
      waiting = [];
      for (const resolve of resolves) resolve();
    },
    confirmed: async signal =>
      new Promise(resolve => {
        if (signal.aborted) {
          resolve();
          return;
        }
        signal.addEventListener('abort', () => resolve(), { once: true });
        waiting.push(resolve);
      }),
  };
}
