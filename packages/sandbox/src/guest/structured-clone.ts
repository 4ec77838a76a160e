import { bytesOf } from './text-coding.ts';

/** A deep copy as the HTML standard makes one, of what JSON, Map, Set, Date, RegExp, Error and buffers hold. Throws TypeError for the rest. */
export function structuredClone<Value>(value: Value): Value {
  return copied(value, new Map()) as Value;
}

function copied(value: unknown, known: Map<object, unknown>): unknown {
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new TypeError(`a ${typeof value} cannot be cloned`);
  if (typeof value !== 'object' || value === null) return value;
  if (known.has(value)) return known.get(value);
  const keep = <Copy>(copy: Copy): Copy => {
    known.set(value, copy);
    return copy;
  };
  if (value instanceof Date) return keep(new Date(value.getTime()));
  if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
  if (value instanceof ArrayBuffer) return keep(value.slice(0));
  if (ArrayBuffer.isView(value)) return keep(copiedView(value));
  if (value instanceof Map) {
    const copy = keep(new Map());
    for (const [key, member] of value) copy.set(copied(key, known), copied(member, known));
    return copy;
  }
  if (value instanceof Set) {
    const copy = keep(new Set());
    for (const member of value) copy.add(copied(member, known));
    return copy;
  }
  if (value instanceof Error)
    return keep(Object.assign(new Error(value.message), { name: value.name, stack: value.stack }));
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet)
    throw new TypeError('the value cannot be cloned');
  const copy: Record<string, unknown> | unknown[] = keep(
    Array.isArray(value) ? new Array<unknown>(value.length) : {},
  );
  for (const key of Object.keys(value))
    Object.defineProperty(copy, key, {
      value: copied((value as Record<string, unknown>)[key], known),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  return copy;
}

function copiedView(view: ArrayBufferView): ArrayBufferView {
  const copy = bytesOf(view).slice();
  const Constructor = view.constructor as new (buffer: ArrayBufferLike) => ArrayBufferView;
  return view instanceof Uint8Array ? copy : new Constructor(copy.buffer);
}
