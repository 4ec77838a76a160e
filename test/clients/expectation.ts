import { isExactObject, spelled, textOf, type ExactJson, type ExactObject } from '../sdk/exact-json.ts';

/**
 * Where an archived event is not what its caller meant: a sentence for each place, none where all is well. The event and its context may have
 * more members than expected; what is in the others must be equal.
 */
export function unmetExpectations(expected: ExactObject, archived: ExactObject): readonly string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const found = archived[name];
    if (name !== 'context' || !isExactObject(value)) return inequalities(value, found, name);
    const context = isExactObject(found) ? found : {};
    return Object.entries(value).flatMap(([member, inner]) =>
      inequalities(inner, context[member], `context.${member}`),
    );
  });
}

/** Whether an event has these members. */
export function hasMembers(event: ExactObject, members: ExactObject): boolean {
  return Object.entries(members).every(
    ([name, value]) => inequalities(value, event[name], name).length === 0,
  );
}

function inequalities(
  expected: ExactJson | undefined,
  found: ExactJson | undefined,
  path: string,
): readonly string[] {
  const difference = [`${path} is ${spelled(found)}, not ${spelled(expected)}`];
  if (isExactObject(expected)) {
    if ('$absent' in expected) return found === undefined ? [] : difference;
    if ('$matches' in expected) return isMatch(expected['$matches'], found) ? [] : difference;
    if (!isExactObject(found)) return difference;
    const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
    return [...names].flatMap(name => inequalities(expected[name], found[name], `${path}.${name}`));
  }
  if (isList(expected)) {
    if (!isList(found) || found.length !== expected.length) return difference;
    return expected.flatMap((item, at) => inequalities(item, found[at], `${path}[${at}]`));
  }
  return valueOf(expected) === valueOf(found) ? [] : difference;
}

function isMatch(pattern: ExactJson | undefined, found: ExactJson | undefined): boolean {
  return found !== undefined && new RegExp(textOf(pattern)).test(textOf(found));
}

function isList(value: ExactJson | undefined): value is readonly ExactJson[] {
  return Array.isArray(value);
}

/** What tells scalars apart: numbers by value, however they are written. Objects and lists are no scalars, and equal to none. */
function valueOf(value: ExactJson | undefined): unknown {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const digits = textOf(value);
  return digits === '' ? value : canonicalNumber(digits);
}

/** One way of writing for each number: its digits without zeros at either end, and the power of ten of the last. */
function canonicalNumber(written: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(written) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
