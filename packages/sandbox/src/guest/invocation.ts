import type { Dialect } from '../dialect.ts';
import type { Bridge } from './bridge.ts';
import { applyFunction, ErrorOf, parseJson, stringifyJson, toText } from './intrinsics.ts';
import { Request } from './request.ts';
import { Response } from './response.ts';

/** Handlers by name, as the program defines them. */
export type Handlers = Readonly<Record<string, ((...args: unknown[]) => unknown) | undefined>>;

/** Calls handlers, one call at a time. */
export type Invocations = {
  /** Takes the program's handlers and names those that are there. */
  register(handlers: Handlers): string;
  call(handler: string, argsJson: string, settingsJson: string): void;
  /** Runs a callback of the code; what it throws ends the call, as nobody else can catch it. */
  guard(callback: () => void): void;
};

/** Calls the handlers of a dialect and tells the bridge how each call ended. */
export function createInvocations(bridge: Bridge, dialect: Dialect): Invocations {
  let handlers: Handlers = {};
  let calls = 0;

  /** Tells the end of a call once: what an ended call still waited for may be woken by the code of a later one. */
  const end = (call: number, report: () => void): void => {
    if (call !== calls) return;
    calls += 1;
    report();
    bridge.end();
  };

  /** Whatever the code does to the language, a promise this function awaits settles or does not; it never throws out of here. */
  const perform = async (name: string, argsJson: string, settingsJson: string): Promise<void> => {
    const call = calls;
    try {
      const handler = handlers[name];
      if (handler === undefined) throw new ErrorOf(`the function has no ${name}`);
      const args = parseJson(argsJson) as unknown[];
      if (dialect.argument === 'request') args[0] = new Request(args[0] as never);
      args[args.length] = parseJson(settingsJson);
      const result = await applyFunction(handler, undefined, args);
      const value = result instanceof Response ? await result.answer() : result;
      const json = stringifyJson(value) as string | undefined;
      bridge.checkReturned(json);
      end(call, () => bridge.returned(json));
    } catch (thrown) {
      end(call, () => reportThrown(bridge, thrown));
    }
  };

  return {
    register(defined) {
      handlers = defined;
      return dialect.handlers.filter(name => typeof defined[name] === 'function').join(' ');
    },
    call(name, argsJson, settingsJson) {
      bridge.begin();
      void perform(name, argsJson, settingsJson);
    },
    guard(callback) {
      const call = calls;
      try {
        callback();
      } catch (thrown) {
        end(call, () => reportThrown(bridge, thrown));
      }
    },
  };
}

/** What was thrown may be anything, and reading it may run code again. */
function reportThrown(bridge: Bridge, thrown: unknown): void {
  const read = (member: string): string => {
    try {
      const value = (thrown as Record<string, unknown>)[member];
      return typeof value === 'string' ? value : '';
    } catch {
      return '';
    }
  };
  const isObject = typeof thrown === 'object' && thrown !== null;
  if (!isObject) {
    bridge.threw('Error', toText(thrown), '');
    return;
  }
  const [message, stack] = [read('message'), read('stack')];
  bridge.threw(read('name') || 'Error', message || stack ? message : jsonOf(thrown), stack);
}

/** What is no error has no message; its members are what it says. */
function jsonOf(thrown: object): string {
  try {
    return toText(stringifyJson(thrown));
  } catch {
    return '';
  }
}
