import { crashPart, startStoppedParts } from '../stack/restart.ts';
import { stackProcesses } from '../stack/processes.ts';

/** How a broker is away: its process has ended, or stands still with its connections open. */
export type Absence = 'killed' | 'frozen';

/** Takes the broker of the running stack away; gives what brings it back. */
export async function removeBroker(how: Absence): Promise<() => Promise<void>> {
  if (how === 'killed') {
    if (!(await crashPart('kafka'))) throw new Error('killing kafka failed: it does not run');
    return startStoppedParts;
  }
  const broker = (await stackProcesses()).find(({ part }) => part === 'kafka');
  if (broker === undefined) throw new Error('freezing kafka failed: it does not run');
  process.kill(broker.pid, 'SIGSTOP');
  return async () => {
    process.kill(broker.pid, 'SIGCONT');
  };
}
