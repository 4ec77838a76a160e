/** Key of the records by which owners mark a changelog; no state has it. */
export const OWNER_MARKER_KEY = '\u0000owner';
