import { setTimeout as sleep } from 'node:timers/promises';

import type { Bench } from '../bench.ts';
import { readUsage, total, usedBetween } from '../usage.ts';

/** Cores the stack keeps busy while nothing happens. */
export type IdleReport = { readonly cores: number; readonly byPart: Readonly<Record<string, number>> };

/** Watches the stack at rest. */
export async function measureIdle({ home, seconds }: Bench): Promise<IdleReport> {
  const before = await readUsage(home);
  await sleep(seconds * 1000);
  const { cpuSeconds } = usedBetween(before, await readUsage(home));
  const byPart = Object.fromEntries(Object.entries(cpuSeconds).map(([part, used]) => [part, used / seconds]));
  return { cores: total(byPart), byPart };
}
