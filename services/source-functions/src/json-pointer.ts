/** The value at a place of a JSON value (RFC 6901); undefined where there is none. */
export function valueAt(value: unknown, pointer: string): unknown {
  let current = value;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof current !== 'object' || current === null || !hasMember(current, name)) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[name];
  }
  return current;
}

/** An element is named by its index without leading zeros; `length` is no member. */
function hasMember(container: object, name: string): boolean {
  if (Array.isArray(container)) return /^(0|[1-9]\d*)$/.test(name) && Number(name) < container.length;
  return Object.hasOwn(container, name);
}
