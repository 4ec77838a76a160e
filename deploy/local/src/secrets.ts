import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Layout } from './layout.ts';
import { hasCode } from './system-error.ts';

/** By the names that services read them under. */
type SecretName = 'ADMIN_TOKEN' | 'SECRETS_KEY';

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
  const files = { ADMIN_TOKEN: adminToken, SECRETS_KEY: secretsKey };
  const secrets = names.map(async name => [name, (await readFile(files[name], 'utf8')).trim()] as const);
  return Object.fromEntries(await Promise.all(secrets));
}

async function writeOnce(file: string, secret: string): Promise<void> {
  await writeFile(file, `${secret}\n`, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
}
