import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { awaitReady, type Readiness } from './await-ready.ts';
import type { JavaDownloads, Part } from './parts/part.ts';
import { readLogTail } from './processes/log-tail.ts';
import { readLiveProcess, removeProcessFile, writeProcessFile } from './processes/process-file.ts';
import { processIdentity } from './processes/process-identity.ts';
import { startProcess } from './processes/start-process.ts';
import type { BoardLine } from './progress/board.ts';
import { SetupError } from './setup-error.ts';
import type { Stack } from './stack.ts';

export type StartOutcome =
  { kind: 'started' } | { kind: 'unchanged' } | { kind: 'failed'; problem: string; remedy: string };

type StartContext = Readonly<{
  stack: Stack;
  downloads: Promise<JavaDownloads>;
  /** Whether what the part stands on came up. */
  base: Promise<boolean>;
  line: BoardLine;
}>;

const TAIL_LINES = 20;
const LOOK_EVERY_MS = 500;

/** Brings one part to where it answers, unless it already does. Reports on its line; does not throw for a failure. */
export async function startPart(part: Part, context: StartContext): Promise<StartOutcome> {
  try {
    return await startOrKeep(part, context);
  } catch (error) {
    context.line.end('failed', 'did not start');
    if (error instanceof SetupError) return { kind: 'failed', problem: error.message, remedy: error.remedy };
    const problem = `${part.name} did not start: ${error instanceof Error ? error.message : String(error)}`;
    return { kind: 'failed', problem, remedy: `Its log is ${logOf(part, context.stack)}.` };
  }
}

async function startOrKeep(
  part: Part,
  { stack, downloads, base, line }: StartContext,
): Promise<StartOutcome> {
  const begun = performance.now();
  const running = await readLiveProcess(stack.layout.processes, part.name);
  if (running !== undefined) {
    // It may have been started a moment ago by a run that was interrupted.
    const waiting = new AbortController();
    const gone = untilGone(stack.layout.processes, part.name, waiting.signal);
    await settle(part, stack, await awaitReady(part, gone, base).finally(() => waiting.abort()));
    line.end('unchanged', `runs already (pid ${running.pid})`);
    return { kind: 'unchanged' };
  }
  line.say('preparing');
  const launch = await part.launch(downloads);
  line.say('starting');
  const { pid, ended } = await startProcess(launch, logOf(part, stack));
  await remember(part, stack, pid);
  await settle(part, stack, await awaitReady(part, ended, base));
  line.end('done', `ready in ${((performance.now() - begun) / 1000).toFixed(1)} s on port ${part.ports[0]}`);
  return { kind: 'started' };
}

/** Tells when a process has ended that somebody else started; never, once aborted. */
async function untilGone(folder: string, name: string, signal: AbortSignal): Promise<string> {
  while (!signal.aborted) {
    if ((await readLiveProcess(folder, name)) === undefined) return 'a kill or a crash';
    await sleep(LOOK_EVERY_MS, undefined, { ref: false });
  }
  return new Promise(() => undefined);
}

async function remember(part: Part, { layout }: Stack, pid: number): Promise<void> {
  const identity = await processIdentity(pid);
  // It ended at once; waiting for its readiness tells how.
  if (identity === undefined) return;
  const log = join(layout.logs, `${part.name}.log`);
  await writeProcessFile(layout.processes, {
    part: part.name,
    pid,
    identity,
    startedAt: Date.now(),
    ports: part.ports,
    log,
  });
}

async function settle(part: Part, stack: Stack, readiness: Readiness): Promise<void> {
  if (readiness.kind === 'ready') return;
  if (readiness.kind === 'baseless') {
    throw new SetupError(
      `${part.name} waits for the infrastructure, which did not come up.`,
      'It goes on by itself once that runs: make up',
    );
  }
  const log = logOf(part, stack);
  const tail = (await readLogTail(log, TAIL_LINES)).map(text => `    ${text}`).join('\n');
  if (readiness.kind === 'ended') await removeProcessFile(stack.layout.processes, part.name);
  const what =
    readiness.kind === 'ended'
      ? `ended with ${readiness.how} before it was ready`
      : `did not answer within ${part.readyWithinMs / 1000} s`;
  throw new SetupError(
    `${part.name} ${what}. The end of its log:\n${tail}`,
    `All of it: make logs SERVICE=${part.name} (${log}). After a correction: make up`,
  );
}

function logOf(part: Part, { layout }: Stack): string {
  return join(layout.logs, `${part.name}.log`);
}
