export type { Codec } from './codec.ts';
export { createCodecs, type Codecs, type RegisteredCodec } from './create-codecs.ts';
