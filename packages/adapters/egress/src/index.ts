export { createEgress, type Egress, type EgressSettings } from './egress.ts';
export type { GuardedFetch, OutboundFailure, OutboundReply, OutboundRequest } from './outbound.ts';
