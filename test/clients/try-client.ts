import { readRequest } from '../sdk/sent-request.ts';
import { openArchive, type ArchiveRow } from '../stack/archive.ts';
import { openControlApi } from '../stack/control-api.ts';
import type { Endpoints } from '../stack/endpoints.ts';
import { startFaultProxy, type Exchange, type FaultProxy } from '../stack/fault-proxy.ts';
import { untilKnown } from '../stack/gateway.ts';
import { waitUntil } from '../stack/wait-until.ts';
import type { ClientProgram } from './client-program.ts';
import { parseClientReport } from './client-report.ts';
import type { ClientsOptions } from './options.ts';
import { runClient, type ClientOutput } from './run-client.ts';
import {
  nameOf,
  unaskedEvents,
  verdictOf,
  type Evidence,
  type Verdict,
  type WrittenEvent,
} from './verdict.ts';

/** What became of a program's libraries. */
export type Trial = {
  readonly program: string;
  readonly verdicts: readonly Verdict[];
  /** Its requests, each in words. */
  readonly requests: readonly string[];
  /** What it said on standard error. */
  readonly errors: string;
};

type TrialOptions = Pick<ClientsOptions, 'fault' | 'times'> & { readonly folder: string };

/** The way to the archive, on a busy machine. */
const ARCHIVED_WITHIN_MS = 60_000;

/** Runs a program, which is built in `folder`, against a source of its own, and compares what it meant with the archive. */
export async function tryClient(
  program: ClientProgram,
  endpoints: Endpoints,
  options: TrialOptions,
): Promise<Trial> {
  const run = `${program.name}-${crypto.randomUUID().slice(0, 8)}`;
  const controlApi = await openControlApi(endpoints.controlApi);
  const source = await controlApi.addSource({ slug: `clients-${run}`, type: program.source });
  const proxy = await startFaultProxy(endpoints.gateway);
  try {
    await untilKnown({ endpoints, name: run }, source.writeKey);
    const target = { gateway: proxy.url, writeKey: source.writeKey, run };
    const output = await runClient(program, target, {
      folder: options.folder,
      onLibrary: () => failFirst(proxy, options),
    });
    const exchanges = proxy.exchanges();
    const written = exchanges.flatMap(writtenEvents);
    const rows = await archivedRows(endpoints.clickhouse, { sourceId: source.id, run, written });
    return judge(program, output, { exchanges, written, rows });
  } finally {
    await proxy.close();
    await source.remove();
  }
}

function failFirst(proxy: FaultProxy, { fault, times }: TrialOptions): void {
  proxy.recover();
  if (fault !== undefined) proxy.fail(fault, { times, concerns: ({ method }) => method === 'POST' });
}

function judge(
  { name, sender }: ClientProgram,
  { lines, errors }: ClientOutput,
  {
    exchanges,
    written,
    rows,
  }: Pick<Evidence, 'written' | 'rows'> & { readonly exchanges: readonly Exchange[] },
): Trial {
  const libraries = parseClientReport(lines);
  const evidence = { written, rows, address: sender === 'device' ? '127.0.0.1' : undefined };
  const verdicts = libraries.map(library => verdictOf(library, evidence));
  const differences = [...refusals(exchanges), ...unaskedEvents(libraries, evidence)];
  if (libraries.length === 0) differences.push('the program used no library');
  const stray = { library: `all of ${name}`, version: '', calls: 0, differences };
  return {
    program: name,
    verdicts: differences.length === 0 ? verdicts : [...verdicts, stray],
    requests: exchanges.map((exchange, at) => inWords(exchange, exchanges[at - 1])),
    errors,
  };
}

/** The events of a request; none where it is about something else, as settings and metrics are. */
function writtenEvents(exchange: Exchange): readonly WrittenEvent[] {
  if (exchange.method !== 'POST') return [];
  return readRequest(exchange)
    .filter(({ event, call }) => call !== undefined || event['type'] !== undefined)
    .map(sent => ({ sent, at: exchange.at }));
}

/** Waits until the archive has as many events of the source as were written; what is missing in the end has no row. */
async function archivedRows(
  clickhouse: string,
  {
    sourceId,
    run,
    written,
  }: { readonly sourceId: string; readonly run: string; readonly written: readonly WrittenEvent[] },
): Promise<readonly ArchiveRow[]> {
  const archive = openArchive(clickhouse);
  const events = new Set(written.map(({ sent }) => nameOf(sent))).size;
  // The source was probed with events of a person called as the run is.
  const read = async (): Promise<readonly ArchiveRow[]> =>
    (await archive.rowsOfSource(sourceId)).filter(row => row['anonymous_id'] !== run);
  try {
    await waitUntil(
      'the events in the archive',
      async () => ((await read()).length >= events ? true : undefined),
      { withinMs: ARCHIVED_WITHIN_MS, everyMs: 500 },
    ).catch(() => undefined);
    return await read();
  } finally {
    await archive.close();
  }
}

/** Answers of the gateway itself that are no success. */
function refusals(exchanges: readonly Exchange[]): readonly string[] {
  return exchanges
    .filter(({ fault, status = 0 }) => fault === undefined && status !== 200)
    .map(({ method, path, status }) => `${method} ${path} was answered ${status ?? 'by nobody'}`);
}

function inWords({ at, method, path, status, headers }: Exchange, before: Exchange | undefined): string {
  const wait = before === undefined ? '' : `${((at - before.at) / 1000).toFixed(1)} s later `;
  return `${wait}${method} ${path} ${status ?? 'reset'} (${headers['user-agent'] ?? 'no user agent'})`;
}
