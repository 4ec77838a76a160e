import { open } from 'node:fs/promises';

const TAIL_BYTES = 16_384;

/** The last lines of a log file; empty when there is none. */
export async function readLogTail(file: string, lines: number): Promise<readonly string[]> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return [];
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(TAIL_BYTES), position: start });
    return buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n').slice(-lines);
  } finally {
    await handle.close();
  }
}
