/** Identifiers one profile may own (Segment's product limits). Past it none are added, and events still resolve. */
export const MAX_IDENTIFIERS = 1000;

/** Profiles one profile may have absorbed, those of its own parts included (Segment's product limits). */
export const MAX_MERGES = 100;

/** Longest identifier kept as it is, in bytes of UTF-8; a longer one is known by its digest. */
export const MAX_IDENTIFIER_BYTES = 500;

/** Largest encoded state: a profile at both limits above, with what Avro adds to each identifier. */
export const MAX_STATE_BYTES = 640 * 1024;
