import * as whatwg from 'whatwg-url';

/** The URL standard's classes, from its reference implementation. */
export const URL: typeof globalThis.URL = whatwg.URL;
export const URLSearchParams: typeof globalThis.URLSearchParams = whatwg.URLSearchParams;
export type URLSearchParams = InstanceType<typeof globalThis.URLSearchParams>;
