import { codesOf } from './openapi.ts';
import type { FuzzRequest } from './requests.ts';
import type { FuzzReply } from './send.ts';

/** Faults that pass: a good request may get them, too. */
const passing: ReadonlySet<number> = new Set([429, 503]);

/** What a server may answer to bytes that are no request. */
const ofBrokenHttp: ReadonlySet<number> = new Set([100, 200, 204, 400, 401, 404, 405, 408, 417, 431]);

/** What is wrong with a reply; undefined where it is as documented. */
export function faultOf(request: FuzzRequest, reply: FuzzReply): string | undefined {
  const { status } = reply;
  if (status === undefined) return `no reply: ${reply.failure ?? 'unknown'}`;
  if (status === 500) return 'the gateway failed: 500';
  if (request.isGood && status !== 200 && !passing.has(status))
    return `a good request was refused: ${status} ${reply.body}`;
  const allowed = documentedStatuses(request);
  if (!allowed.has(status)) return `${status} is not documented here, but ${[...allowed].join(', ')}`;
  return bodyFault(request, reply, status);
}

/** What is wrong with the answer to broken bytes. */
export function brokenFaultOf(statuses: readonly number[]): string | undefined {
  const odd = statuses.filter(status => !ofBrokenHttp.has(status));
  return odd.length === 0 ? undefined : `broken bytes were answered ${odd.join(', ')}`;
}

function documentedStatuses({ operation, method }: FuzzRequest): ReadonlySet<number> {
  if (method === 'OPTIONS') return new Set([204]);
  if (operation === undefined) return new Set([404, 431]);
  const isItsMethod = method === operation.method || (method === 'HEAD' && operation.method === 'GET');
  return isItsMethod ? new Set(Object.keys(operation.responses).map(Number)) : new Set([405]);
}

/** A refusal says why, in a documented code. */
function bodyFault(
  { operation, method }: FuzzRequest,
  { contentType, body }: FuzzReply,
  status: number,
): string | undefined {
  const codes =
    operation === undefined || method !== operation.method ? undefined : codesOf(operation, status);
  if (codes === undefined || !contentType.startsWith('application/json')) return undefined;
  const { success, code, message } = JSON.parse(body) as Readonly<Record<string, unknown>>;
  if (success !== false || typeof message !== 'string') return `a refusal does not say why: ${body}`;
  return codes.includes(String(code))
    ? undefined
    : `the code ${String(code)} is not documented for ${status}`;
}
