import { TextDecoder, TextEncoder } from './text-coding.ts';

/** Nothing is one of these. It must be gone before the snapshot is taken: the engine adds its own beside it and not in its place. */
class SharedArrayBuffer {
  get byteLength(): number {
    throw new TypeError('not a SharedArrayBuffer');
  }

  get growable(): boolean {
    throw new TypeError('not a SharedArrayBuffer');
  }
}

/** Before anything else is loaded: the URL parser asks for them as globals. */
for (const [name, value] of Object.entries({ TextDecoder, TextEncoder, SharedArrayBuffer }))
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
