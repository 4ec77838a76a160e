import { createPublicKey, type KeyObject } from 'node:crypto';

import { z } from 'zod';

const MIN_MODULUS_BITS = 2_048;
const MAX_MODULUS_BITS = 8_192;
const MAX_CHARACTERS = 10_000;
const begin = /-----BEGIN (RSA )?PUBLIC KEY-----/;

/**
 * A public RSA key that can verify RS256, as PEM; SPKI and PKCS#1 are taken, SPKI comes out. Node would make a public key of a private
 * one without a word: who sends a private key has to learn that it is no longer private.
 */
export const publicKeyPem = z
  .string()
  .max(MAX_CHARACTERS)
  .transform((pem, context) => {
    const read = readKey(pem);
    if (typeof read !== 'string') return read.export({ type: 'spki', format: 'pem' }).toString();
    context.addIssue({ code: 'custom', message: read });
    return z.NEVER;
  });

function readKey(pem: string): KeyObject | string {
  if (pem.includes('PRIVATE KEY')) {
    return 'is a private key, which must never leave its owner: make a new pair, and give its public key';
  }
  const advice = 'make one with: openssl rsa -in private.pem -pubout -out public.pem';
  if (!begin.test(pem)) return `must be a public key in PEM form (BEGIN PUBLIC KEY); ${advice}`;
  const key = parseKey(pem);
  if (key === undefined) return `is not a readable key; ${advice}`;
  if (key.asymmetricKeyType !== 'rsa') return 'must be an RSA key, because assertions are signed with RS256';
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < MIN_MODULUS_BITS || bits > MAX_MODULUS_BITS) {
    return `must be an RSA key of ${MIN_MODULUS_BITS} to ${MAX_MODULUS_BITS} bits`;
  }
  return key;
}

function parseKey(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}
