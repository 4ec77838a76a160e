import { describe, expect, it } from '@jest/globals';

import { createBugGuard } from './bug-guard.ts';

describe('bug guard', () => {
  it('lets failures pass that are spread over time', () => {
    const guard = createBugGuard(2, 1_000);
    for (let now = 0; now < 10_000; now += 600) expect(() => guard.note(1, now)).not.toThrow();
  });

  it('stops the intake when too many come within the window', () => {
    const guard = createBugGuard(2, 1_000);
    guard.note(2, 0);
    expect(() => guard.note(1, 500)).toThrow(expect.objectContaining({ code: 'intake-stopped' }));
  });

  it('goes on counting what it refused as not happened', () => {
    const guard = createBugGuard(2, 1_000);
    expect(() => guard.note(3, 0)).toThrow();
    expect(() => guard.note(1, 1)).not.toThrow();
  });
});
