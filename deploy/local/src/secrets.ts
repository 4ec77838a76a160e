import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deriveTokenKey } from '@millrace/oauth';
import type { Layout } from './layout.ts';
import { hasCode } from './system-error.ts';

/** By the names that services read them under. The key of access tokens is derived from the secrets key. */
export type SecretName = 'ADMIN_TOKEN' | 'SECRETS_KEY' | 'OAUTH_KEY';

/** Makes the secrets of a local stack that are not there yet, each in a file that only this user reads. */
export async function ensureSecrets({ adminToken, secretsKey }: Layout): Promise<void> {
  await mkdir(dirname(adminToken), { recursive: true });
  await writeOnce(adminToken, randomBytes(32).toString('base64url'));
  // The key of AES-256.
  await writeOnce(secretsKey, randomBytes(32).toString('base64'));
}

/** The secrets of these names; each must have been made. */
export async function readSecrets(
  { adminToken, secretsKey }: Layout,
  names: readonly SecretName[],
): Promise<Readonly<Record<string, string>>> {
  const read = async (file: string): Promise<string> => (await readFile(file, 'utf8')).trim();
  const readers = {
    ADMIN_TOKEN: () => read(adminToken),
    SECRETS_KEY: () => read(secretsKey),
    OAUTH_KEY: async () => deriveTokenKey(Buffer.from(await read(secretsKey), 'base64')).toString('base64'),
  };
  const secrets = names.map(async name => [name, await readers[name]()] as const);
  return Object.fromEntries(await Promise.all(secrets));
}

async function writeOnce(file: string, secret: string): Promise<void> {
  await writeFile(file, `${secret}\n`, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
}
