import type { OAuthScope } from '@millrace/resources';

/** Scopes that open the operations of functions. */
export const functionScopes: readonly OAuthScope[] = ['functions:write', 'public_api:read_write'];

/** Most functions of a workspace, as in Segment. */
export const MAX_FUNCTIONS = 25;

/** Why there can be no more, and what to do. */
export const functionsAreFull = `a workspace has at most ${MAX_FUNCTIONS} functions; delete one first`;
