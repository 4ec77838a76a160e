import './text-globals.ts';

import { atob, btoa } from './base64.ts';
import { createBridge, type Bridge, type Send } from './bridge.ts';
import { createConsole } from './console.ts';
import { createCrypto } from './crypto.ts';
import { createRandom } from './random.ts';
import { createErrorClasses } from './error-classes.ts';
import { createFetch } from './fetch.ts';
import { createInvocations, type Handlers } from './invocation.ts';
import { Headers } from './headers.ts';
import { defineProperty, deleteProperty, parseJson } from './intrinsics.ts';
import { Request } from './request.ts';
import { Response } from './response.ts';
import { sealWorld } from './seal.ts';
import { createSegment } from './segment.ts';
import { structuredClone } from './structured-clone.ts';
import { createTimers } from './timers.ts';
import { URL, URLSearchParams } from './url.ts';
import type { Dialect } from '../dialect.ts';
import type { GuestLimits } from '../guest-limits.ts';

/** What the host gets hold of: the only function it calls. */
type Receive = (kind: string, ...parts: unknown[]) => unknown;

const BOOT = '__boot';

/** Makes the world of a dialect. Called once in a new isolate, before any code of a customer. */
function boot(send: Send, dialectJson: string, limitsJson: string, seedHex: string): Receive {
  deleteProperty(globalThis, BOOT);
  const dialect = parseJson(dialectJson) as Dialect;
  const bridge = createBridge(send, parseJson(limitsJson) as GuestLimits);
  sealWorld();
  define({
    atob,
    btoa,
    console: createConsole(bridge),
    crypto: createCrypto(createRandom(seedHex)),
    fetch: createFetch(bridge),
    Headers,
    structuredClone,
    URL,
    URLSearchParams,
    ...createTimers(bridge),
    ...createErrorClasses(dialect.errorClasses),
    ...(dialect.argument === 'request' && { Request, Response }),
    ...(dialect.emits.length > 0 && { Segment: createSegment(bridge, dialect.emits) }),
  });
  return receiver(bridge, dialect);
}

function receiver(bridge: Bridge, dialect: Dialect): Receive {
  const invocations = createInvocations(bridge, dialect);
  return (kind, ...parts) => {
    switch (kind) {
      case 'handlers':
        return invocations.register(parts[0] as Handlers);
      case 'call':
        invocations.call(parts[0] as string, parts[1] as string, parts[2] as string);
        return undefined;
      case 'answered':
        bridge.answered(parts[0] as number, { head: parts[1] as string, body: parts[2] as string });
        return undefined;
      case 'fired':
        invocations.guard(() => bridge.fired(parts[0] as number));
        return undefined;
      default:
        return undefined;
    }
  };
}

/** As a platform defines its globals: not enumerable, and free to be replaced. */
function define(globals: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(globals))
    defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
}

deleteProperty(globalThis, 'SharedArrayBuffer');
defineProperty(globalThis, BOOT, { value: boot, configurable: true });
