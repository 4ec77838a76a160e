import { runOpenLoop, type LoadPlan } from './open-loop.ts';

/** The load generator's process: its argument is a LoadPlan, its only message the LoadResult. */
const result = await runOpenLoop(JSON.parse(process.argv[2] ?? '{}') as LoadPlan);
process.send?.(result, () => process.exit(0));
