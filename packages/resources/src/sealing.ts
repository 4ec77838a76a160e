import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

import { InvalidRecordError } from '@millrace/errors';

const VERSION = 'v1';
const KEY_BYTES = 32;
const TAG_BYTES = 16;

/** Length of the nonce that `sealSecret` wants, in bytes; each must be random and used once. */
export const NONCE_BYTES = 12;

/** Key that secrets are sealed with: 32 bytes, written in hexadecimal or base64; undefined if the text is neither. */
export function parseSecretsKey(text: string): Buffer | undefined {
  const hexadecimal = /^[0-9a-f]{64}$/i.test(text);
  const bytes = Buffer.from(text, hexadecimal ? 'hex' : 'base64');
  return bytes.length === KEY_BYTES ? bytes : undefined;
}

/**
 * Seals a text with AES-256-GCM. The place it belongs to is sealed along, so that it cannot be moved elsewhere.
 * Form: v1.<key fingerprint>.<nonce, ciphertext and tag in base64url>
 */
export function sealSecret(
  plain: string,
  { key, nonce, place }: { readonly key: Buffer; readonly nonce: Buffer; readonly place: string },
): string {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const bytes = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${fingerprint(key)}.${bytes.toString('base64url')}`;
}

/** Opens what `sealSecret` sealed. Throws InvalidRecordError for another key, another place or changed bytes. */
export function openSecret(
  sealed: string,
  { key, place }: { readonly key: Buffer; readonly place: string },
): string {
  const [version, keyFingerprint, encoded = ''] = sealed.split('.');
  if (version !== VERSION) throw unreadable(place, `its form is not ${VERSION}`);
  if (keyFingerprint !== fingerprint(key)) throw unreadable(place, 'it was sealed with another key');
  const bytes = Buffer.from(encoded, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw unreadable(place, 'it is cut short');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const plain = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([plain, decipher.final()]).toString('utf8');
  } catch (cause) {
    throw unreadable(place, 'its bytes were changed or belong elsewhere', cause);
  }
}

function fingerprint(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}

function unreadable(place: string, reason: string, cause?: unknown): InvalidRecordError {
  return new InvalidRecordError('secret-unreadable', `opening the secret of ${place} failed: ${reason}`, {
    cause,
  });
}
