/** A value as JSON can say it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** An object as JSON can say it. */
export type JsonObject = { readonly [key: string]: Json };
