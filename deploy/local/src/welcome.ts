import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Scope } from './command-line.ts';
import { addressesOf } from './endpoints.ts';
import { SetupError } from './setup-error.ts';
import type { Stack } from './stack.ts';

type Occasion = Readonly<{ scope: Scope; tookMs: number; write: (line: string) => void }>;

/** The end of `make up`: applies the example workspace, sends one event through everything, says how long it took and what to open. */
export async function welcome(stack: Stack, { scope, tookMs, write }: Occasion): Promise<void> {
  const addresses = addressesOf(stack.ports);
  const ready = `Ready in ${(tookMs / 1000).toFixed(1)} s.`;
  if (scope !== 'everything') {
    write(`\n${ready}`);
    for (const [name, address] of Object.entries(addresses)) write(`  ${name.padEnd(16)} ${address}`);
    return;
  }
  write(`\n${ready} Applying the example workspace and sending it a first event:`);
  await run(stack, ['packages/cli/src/main.ts', 'apply', 'examples/shop'], {
    INBOX_URL: `${addresses.inbox}/hook`,
  });
  await run(stack, ['test/first-event.ts'], {});
  write(`
  Send events to   ${addresses.gateway}   (write keys shop-web-key, shop-server-key)
  Watch events     make millrace ARGS="tail shop-web"
  See deliveries   ${addresses.inbox}/requests?limit=10
  Query the archive  curl '${addresses.clickhouse}/?database=millrace' -d 'SELECT type, event, profile_id FROM events FORMAT Pretty'
  Steer it         ${addresses.controlApi}/openapi.json   (Bearer token in ${stack.layout.adminToken})
  Try              make demo   ·   make status   ·   make down`);
}

/** Runs one of the project's programs against this stack; its output goes to the terminal. */
async function run(
  stack: Stack,
  [script = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn(process.execPath, [join(stack.layout.repository, script), ...args], {
    cwd: stack.layout.repository,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      ...environment,
      MILLRACE_HOME: stack.layout.home,
      MILLRACE_ENDPOINTS: stack.layout.endpoints,
    },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) {
    throw new SetupError(
      `${script} ended with exit code ${code}; everything is started, but not all of it works.`,
      'See make status and make logs SERVICE=<name>, then make up again',
    );
  }
}
