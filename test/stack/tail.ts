import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { stackHome } from './endpoints.ts';

/** An event as `millrace tail --json` prints it, and when it did (milliseconds of performance.now()). */
export type TailedEvent = {
  readonly status: string;
  readonly reason?: string;
  readonly messageId: string;
  readonly type: string;
  readonly original: Readonly<Record<string, unknown>>;
  readonly shownAt: number;
};

/** `millrace tail` as a process. */
export type Tail = {
  readonly events: readonly TailedEvent[];
  close(): Promise<void>;
};

const CLI = join(import.meta.dirname, '..', '..', 'packages', 'cli', 'src', 'main.ts');

/** Watches the events of a source on the running stack. */
export function startTail(source: string, ...options: readonly string[]): Tail {
  const child = spawn(process.execPath, [CLI, 'tail', source, '--json', ...options], {
    env: { ...process.env, NODE_OPTIONS: '', MILLRACE_HOME: stackHome() },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const events: TailedEvent[] = [];
  createInterface(child.stdout).on('line', line => {
    events.push({ ...(JSON.parse(line) as Omit<TailedEvent, 'shownAt'>), shownAt: performance.now() });
  });
  return {
    events,
    async close() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
    },
  };
}
