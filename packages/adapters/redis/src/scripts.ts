import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { Redis } from 'ioredis';

import { replyCode } from './translate-error.ts';

/** A script in a .lua file of this folder, called by its hash. */
export type Script = { readonly text: string; readonly sha: string };

type Argument = string | number | Buffer;

/** Reads a script. */
export function readScript(file: string): Script {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  return { text, sha: hash('sha1', text) };
}

/** Runs a script; one that Redis does not know yet, or no longer, is sent along. Byte strings of the reply come as buffers. */
export async function runScript(
  redis: Redis,
  script: Script,
  { keys, args }: { readonly keys: readonly string[]; readonly args: readonly Argument[] },
): Promise<unknown> {
  const rest = [keys.length, ...keys, ...args];
  try {
    return await redis.callBuffer('EVALSHA', [script.sha, ...rest]);
  } catch (thrown) {
    if (replyCode(thrown) !== 'NOSCRIPT') throw thrown;
    return redis.callBuffer('EVAL', [script.text, ...rest]);
  }
}
