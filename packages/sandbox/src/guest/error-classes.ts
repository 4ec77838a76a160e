/** Classes a function may throw; who runs it reads the name. */
export function createErrorClasses(
  names: readonly string[],
): Record<string, new (message?: string) => Error> {
  return Object.fromEntries(names.map(name => [name, errorClass(name)]));
}

function errorClass(name: string): new (message?: string) => Error {
  const Named = class extends Error {};
  Object.defineProperty(Named, 'name', { value: name });
  Object.defineProperty(Named.prototype, 'name', { value: name, writable: true, configurable: true });
  return Named;
}
