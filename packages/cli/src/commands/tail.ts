import { z } from 'zod';

import type { DebuggerConnection } from '../connection.ts';
import { createLastEvent, debuggerStream, type StreamItem, type StreamWish } from '../debugger-stream.ts';
import { eventLine, tailedEvent } from '../event-line.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { WHICH_TOKEN } from '../report.ts';
import type { Terminal } from '../terminal.ts';

/** The keys of the terminal. Undefined where no person sits there. */
type Keys = {
  /** Gives keys as they are pressed, until the returned function is called. */
  listen(onKey: (key: string) => void): () => void;
};

/** How events are shown. */
export type Screen = {
  readonly keys: Keys | undefined;
  readonly isColored: boolean;
  /** Columns at the moment; undefined where lines may be of any length. */
  width(): number | undefined;
};

type Options = {
  readonly wish: StreamWish;
  readonly json: boolean;
  /** Whether to stay and show what comes. */
  readonly follow: boolean;
};

type Deps = {
  readonly connection: DebuggerConnection;
  readonly terminal: Terminal;
  readonly screen: Screen;
  readonly signal: AbortSignal;
};

/** Shows the events of a source as they pass. Space pauses and goes on, q ends; so does the signal. */
export async function tail(
  options: Options,
  { connection, terminal, screen, signal }: Deps,
): Promise<ExitCode> {
  const control = createControl(signal);
  const release = screen.keys?.listen(key => {
    if (key === ' ') terminal.err(control.toggle() ? '— paused; space goes on —' : '— going on —');
    if (key === 'q' || key === '\u0003') control.quit();
  });
  const after = createLastEvent();
  try {
    while (await control.unlessPaused()) {
      for await (const item of debuggerStream(connection, options.wish, {
        signal: control.running(),
        after,
      })) {
        const code = show(item, options, { terminal, screen });
        if (code !== undefined) return code;
      }
    }
    return exitCodes.done;
  } finally {
    release?.();
  }
}

/** Shows one item; the exit code where it is the last. */
function show(
  item: StreamItem,
  { json, follow, wish }: Options,
  { terminal, screen }: Pick<Deps, 'terminal' | 'screen'>,
): ExitCode | undefined {
  switch (item.kind) {
    case 'event':
      // Parsing would round its numbers; line breaks can stand between its members only.
      terminal.out(json ? item.text.replaceAll('\n', ' ') : line(item.text, screen));
      return undefined;
    case 'notice':
      if (item.name === 'live' && !follow) return exitCodes.done;
      notice(item, json, terminal);
      return undefined;
    case 'away':
      terminal.err(`— not connected: ${item.reason}; trying again —`);
      return undefined;
    case 'refused':
      terminal.err(
        item.status === undefined
          ? `The source debugger cannot be asked for ${wish.source}: ${item.reason}.`
          : `The source debugger refused: ${item.reason}.`,
      );
      if (item.status === 401) terminal.err(WHICH_TOKEN);
      return refusalCode(item.status);
  }
}

function line(text: string, screen: Screen): string {
  const event = tailedEvent.safeParse(JSON.parse(text));
  return event.success
    ? eventLine(event.data, { isColored: screen.isColored, width: screen.width() })
    : text.replaceAll('\n', ' ');
}

const leftOut = z.object({ tooFast: z.number(), slowReader: z.number(), load: z.number() });

function notice(
  { name, text }: { readonly name: string; readonly text: string },
  json: boolean,
  terminal: Terminal,
): void {
  if (name === 'gap') terminal.err('— some events passed in between that are not kept any more —');
  if (name === 'live' && !json) terminal.err('— live; space pauses, q ends —');
  if (name !== 'sampled') return;
  const counts = leftOut.safeParse(JSON.parse(text));
  if (!counts.success) return;
  const { tooFast, slowReader, load } = counts.data;
  if (tooFast > 0) terminal.err(`— ${tooFast} more events passed than are shown in a second —`);
  if (slowReader > 0) terminal.err(`— ${slowReader} events were left out because this reader is slow —`);
  if (load > 0) terminal.err(`— ${load} events of all sources were not looked at, because of the load —`);
}

function refusalCode(status: number | undefined): ExitCode {
  if (status === 401) return exitCodes.unauthorized;
  return status === undefined || status >= 500 ? exitCodes.unreachable : exitCodes.refused;
}

type Control = {
  /** Pauses or goes on; whether it is paused now. */
  toggle(): boolean;
  quit(): void;
  /** Waits out a pause; whether to go on after it. */
  unlessPaused(): Promise<boolean>;
  /** Aborts at the next pause or at the end. */
  running(): AbortSignal;
};

function createControl(signal: AbortSignal): Control {
  const ended = new AbortController();
  const end = AbortSignal.any([signal, ended.signal]);
  let run = new AbortController();
  let pause: PromiseWithResolvers<undefined> | undefined;
  end.addEventListener('abort', () => pause?.resolve(undefined), { once: true });
  return {
    toggle() {
      if (pause === undefined) {
        pause = Promise.withResolvers();
        run.abort();
        return true;
      }
      pause.resolve(undefined);
      pause = undefined;
      return false;
    },
    quit: () => ended.abort(),
    async unlessPaused() {
      await pause?.promise;
      return !end.aborted;
    },
    running() {
      run = new AbortController();
      return AbortSignal.any([end, run.signal]);
    },
  };
}
