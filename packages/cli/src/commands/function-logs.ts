import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';

import type { CommandDeps, Run } from '../command-deps.ts';
import type { ControlApi, Reply } from '../control-api.ts';
import type { ExitCode } from '../exit-codes.ts';
import { findNamed, listings } from '../listing.ts';
import { report } from '../report.ts';

const invocation = z.looseObject({
  invocationId: z.string(),
  attempt: z.number(),
  outcome: z.string(),
  code: z.string().optional(),
  message: z.string().optional(),
  stack: z.string().optional(),
  startedAt: z.string(),
  durationMs: z.number(),
  events: z.number(),
  nextAttemptAt: z.string().optional(),
  console: z.array(z.object({ level: z.string(), text: z.string() })),
  fetches: z.array(
    z.object({
      method: z.string(),
      url: z.string(),
      status: z.number().optional(),
      error: z.string().optional(),
      durationMs: z.number(),
    }),
  ),
});

type Invocation = z.infer<typeof invocation>;

const page = z.object({
  invocations: z.array(invocation),
  pagination: z.object({ next: z.string().optional() }),
});

const MAX_PAGE = 200;
const MAX_LAST = 10_000;

/** Which runs are wanted: the last so many, or of those that did not succeed. */
type Options = { readonly last: number; readonly errors?: boolean };

/** Adds `logs` to the commands of functions. */
export function addLogsCommand(group: Command, run: Run): void {
  group
    .command('logs <function>')
    .description(
      'Shows the last runs of a function, what they wrote to the console and what they fetched, the newest last.',
    )
    .option('--last <count>', `runs to show, at most ${MAX_LAST}`, countOption, 20)
    .option('--errors', 'only runs that did not succeed')
    .action((name: string, options: Options) => run(deps => functionLogs(name, options, deps)));
}

/** Shows the last runs of a function, which is named by slug or id. */
export async function functionLogs(name: string, options: Options, deps: CommandDeps): Promise<ExitCode> {
  const found = await findNamed(listings.functions, name, deps.controlApi);
  if (found.kind !== 'answer') return report(found, deps, () => []);
  const reply = await lastRuns(found.data.id, options, deps.controlApi);
  return report(reply, deps, runs => runs.flatMap(linesOf));
}

/** Oldest first. */
async function lastRuns(
  functionId: string,
  { last, errors = false }: Options,
  controlApi: ControlApi,
): Promise<Reply<readonly Invocation[]>> {
  const runs: Invocation[] = [];
  let cursor = '';
  do {
    const query = new URLSearchParams({
      'pagination[cursor]': cursor,
      'pagination[count]': String(Math.min(MAX_PAGE, last - runs.length)),
      ...(errors && { outcome: 'error' }),
    });
    const reply = await controlApi.get(`/functions/${functionId}/invocations?${query.toString()}`, page);
    if (reply.kind !== 'answer') return reply;
    runs.push(...reply.data.invocations);
    cursor = reply.data.pagination.next ?? '';
  } while (cursor !== '' && runs.length < last);
  return { kind: 'answer', data: runs.reverse() };
}

function linesOf(run: Invocation): readonly string[] {
  const { startedAt, outcome, code, durationMs, events, attempt, nextAttemptAt, invocationId } = run;
  const facts = [
    startedAt,
    code === undefined ? outcome : `${outcome} ${code}`,
    `${durationMs} ms`,
    `${events} event${events === 1 ? '' : 's'}`,
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(nextAttemptAt === undefined ? [] : [`again at ${nextAttemptAt}`]),
    invocationId,
  ];
  const thrown = run.stack ?? run.message;
  return [
    facts.join('  '),
    ...run.console.flatMap(({ level, text }) => indented(`${level}: ${text}`)),
    ...run.fetches.flatMap(({ method, url, status, error, durationMs }) =>
      indented(
        `fetch: ${method} ${url}  ${status ?? `failed, ${error ?? 'no reply'}`}  ${Math.round(durationMs)} ms`,
      ),
    ),
    ...(thrown === undefined ? [] : indented(thrown)),
  ];
}

function indented(text: string): readonly string[] {
  return text.split('\n').map(line => `    ${line}`);
}

function countOption(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > MAX_LAST) {
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${MAX_LAST}.`);
  }
  return count;
}
