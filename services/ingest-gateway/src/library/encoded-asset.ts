import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Encodings an asset is kept in, the smallest first. */
export const assetEncodings = ['br', 'gzip', 'identity'] as const;
export type AssetEncoding = (typeof assetEncodings)[number];

/** A text as it goes over the wire, in every encoding. */
export type EncodedAsset = {
  readonly contentType: string;
  readonly bodies: Readonly<Record<AssetEncoding, Buffer>>;
  /** Hash of the text, for entity tags. */
  readonly hash: string;
};

/** Levels 10 and 11 differ by 2 % in size and by half in time. */
const BROTLI_QUALITY = 10;
const GZIP_LEVEL = 9;

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** Compresses a text away from the event loop. */
export async function encodeAsset(text: string, contentType: string): Promise<EncodedAsset> {
  const identity = Buffer.from(text);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: identity.length,
  };
  const [br, gz] = await Promise.all([
    compressBrotli(identity, { params }),
    compressGzip(identity, { level: GZIP_LEVEL }),
  ]);
  return { contentType, bodies: { br, gzip: gz, identity }, hash: hashOf(text) };
}

/** Short hash of a text, for entity tags. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
