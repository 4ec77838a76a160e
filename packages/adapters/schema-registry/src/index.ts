export type { Codec } from './codec.ts';
export { createCodecs, type Codecs } from './create-codecs.ts';
