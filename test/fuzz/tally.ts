import { acknowledgedEvents } from './acknowledged-events.ts';
import { brokenFaultOf, faultOf } from './judge.ts';
import type { FuzzRequest } from './requests.ts';
import type { FuzzReply } from './send.ts';

/** Faults that are told; more would tell no more. */
export const MAX_FAULTS = 20;

/** What has come of the requests so far. */
export type Tally = {
  readonly statuses: Record<string, number>;
  readonly acknowledged: string[];
  readonly faults: string[];
  exchanged(request: FuzzRequest, reply: FuzzReply, seed: number): void;
  broken(bytes: Buffer, statuses: readonly number[], seed: number): void;
  count(): number;
};

/** Of no request. */
export function createTally(): Tally {
  const statuses: Record<string, number> = {};
  const acknowledged: string[] = [];
  const faults: string[] = [];
  const report = (fault: string): void => {
    if (faults.length < MAX_FAULTS) faults.push(fault);
  };
  const count = (status: number | undefined): void => {
    const name = String(status ?? 'none');
    statuses[name] = (statuses[name] ?? 0) + 1;
  };
  return {
    statuses,
    acknowledged,
    faults,
    exchanged(request, reply, seed) {
      count(reply.status);
      const fault = faultOf(request, reply);
      if (fault !== undefined) report(`${fault}: ${shown(request)} (seed ${seed})`);
      if (reply.status === 200 && request.method === 'POST')
        acknowledged.push(...acknowledgedEvents(request));
    },
    broken(bytes, answered, seed) {
      count(answered[0]);
      const fault = brokenFaultOf(answered);
      if (fault !== undefined)
        report(`${fault}: ${JSON.stringify(bytes.toString('latin1').slice(0, 500))} (seed ${seed})`);
    },
    count: () => Object.values(statuses).reduce((total, one) => total + one, 0),
  };
}

/** A request as a person can send it again. */
function shown({ method, target, headers, plain }: FuzzRequest): string {
  return JSON.stringify({
    method,
    target: target.slice(0, 300),
    headers,
    body: plain?.toString('latin1').slice(0, 500),
  });
}
