import { rm } from 'node:fs/promises';
import type { Stack } from '../stack.ts';
import { down } from './down.ts';

/** Stops the stack and deletes its data, logs and secrets. Downloads stay. */
export async function reset(stack: Stack, write: (line: string) => void): Promise<void> {
  await down(stack, write);
  const { data, logs, processes, endpoints, adminToken, secretsKey } = stack.layout;
  for (const path of [data, logs, processes, endpoints, adminToken, secretsKey]) {
    await rm(path, { recursive: true, force: true });
  }
  write(`Deleted the data in ${stack.layout.home}.`);
}
