import { fork } from 'node:child_process';
import { once } from 'node:events';

import type { LoadPlan, LoadResult } from './open-loop.ts';

/** Runs a load in a process of its own, so that nothing else delays its clock. */
export async function generateLoad(plan: LoadPlan): Promise<LoadResult> {
  const child = fork(`${import.meta.dirname}/generator-main.ts`, [JSON.stringify(plan)], {
    serialization: 'advanced',
  });
  let result: LoadResult | undefined;
  child.on('message', message => {
    result = message as LoadResult;
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (result === undefined) throw new Error(`the load generator ended with ${code} and no result`);
  return result;
}
