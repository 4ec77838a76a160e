import { construct, defineProperty, deleteProperty, ErrorOf, RangeErrorOf } from './intrinsics.ts';

/**
 * What the language brings and the isolate's bounds do not hold: memory outside the heap that the limit does not count
 * (WebAssembly, buffers that grow, shared ones), waiting that blocks a thread (Atomics), callbacks that come between calls.
 */
const withheld = ['WebAssembly', 'SharedArrayBuffer', 'Atomics', 'FinalizationRegistry', 'WeakRef'];

/** Takes away what the bounds do not hold. Runs in every new isolate: a snapshot cannot hold these absent. */
export function sealWorld(): void {
  for (const name of withheld) {
    deleteProperty(globalThis, name);
    if (name in globalThis) throw new ErrorOf(`${name} cannot be taken away`);
  }
  withholdGrowingBuffers();
}

/** `new ArrayBuffer(n, { maxByteLength })` takes its bytes past the memory limit. The intrinsic has no other name than the two replaced here. */
function withholdGrowingBuffers(): void {
  const Intrinsic = ArrayBuffer;
  const Fixed = new Proxy(Intrinsic, {
    construct(target, args: unknown[], newTarget) {
      const options = args[1] as { readonly maxByteLength?: unknown } | undefined;
      if (options?.maxByteLength !== undefined) throw new RangeErrorOf('buffers that grow are not supported');
      return construct(target, [args[0]], newTarget) as object;
    },
  });
  const fixed = { value: Fixed, writable: true, configurable: true, enumerable: false };
  defineProperty(globalThis, 'ArrayBuffer', fixed);
  defineProperty(Intrinsic.prototype, 'constructor', fixed);
}
