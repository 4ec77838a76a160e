import { JsonScanner } from './json-scanner.ts';

/** Both texts are of JSON objects. Members of `over` win; values stay as they were written. */
export function mergeObjects(under: string, over: string): string {
  const overridden = new Set<string>();
  for (const { name } of members(over)) overridden.add(name);
  const kept = members(under)
    .filter(({ name }) => !overridden.has(name))
    .map(({ text }) => text);
  if (kept.length === 0) return over;
  return overridden.size === 0 ? under : `{${kept.join(',')},${inside(over)}}`;
}

/** The object's text with one member added at its end. The object has no member of this name. */
export function addMember(object: string, name: string, value: string | boolean): string {
  const before = inside(object);
  const member = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  return before === '' ? `{${member}}` : `{${before},${member}}`;
}

function members(object: string): readonly { readonly name: string; readonly text: string }[] {
  const found: { name: string; text: string }[] = [];
  const scanner = new JsonScanner(object);
  scanner.enter();
  while (scanner.hasNext()) {
    const start = scanner.position;
    const name = scanner.name();
    scanner.skipValue();
    found.push({ name, text: object.slice(start, scanner.end) });
  }
  return found;
}

/** What stands between the braces. */
function inside(object: string): string {
  return object.slice(object.indexOf('{') + 1, object.lastIndexOf('}')).trim();
}
