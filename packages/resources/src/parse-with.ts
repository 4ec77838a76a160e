import { z } from 'zod';

import { didYouMean } from './nearest.ts';
import { accepted, refused, type Problem, type Result } from './result.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

/** Parses an input by a schema; what is wrong comes in words for people, unknown fields each with the nearest known one. */
export function parseWith<S extends z.ZodType>(schema: S, input: unknown): Result<z.output<S>> {
  const parsed = schema.safeParse(input, { error: wordBound });
  if (parsed.success) return accepted(parsed.data);
  return refused(parsed.error.issues.flatMap(issue => problemsOf(issue, schema, input)));
}

function problemsOf(issue: Issue, schema: z.ZodType, input: unknown): readonly Problem[] {
  const path = issue.path.filter(step => typeof step !== 'symbol');
  const found = at(input, path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownFields(schema, path);
    return issue.keys.map(key => ({ path: [...path, key], message: unknownField(key, known) }));
  }
  if (found === undefined && issue.code === 'invalid_type') return [{ path, message: 'is missing' }];
  if (issue.code === 'invalid_type') {
    return [{ path, message: `must be ${kindOf(issue.expected)}, not ${shown(found)}` }];
  }
  if (issue.code === 'invalid_value') return [{ path, message: wrongValue(found, issue.values.map(String)) }];
  return [{ path, message: issue.message }];
}

/** Bounds in our words, where a schema has none of its own for them. */
function wordBound(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return undefined;
  const bound = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
  if (issue.origin === 'string') return `must have ${bound} characters`;
  return issue.origin === 'array' ? `must hold ${bound} entries` : `must be ${bound}`;
}

function wrongValue(found: unknown, values: readonly string[]): string {
  if (found === undefined) return `is missing; it must be one of ${values.join(', ')}`;
  const hint = typeof found === 'string' ? didYouMean(found, values) : '';
  return `must be one of ${values.join(', ')}${hint}`;
}

function unknownField(key: string, known: readonly string[]): string {
  const hint = didYouMean(key, known);
  return `is not a known field${hint === '' ? `; known are ${known.join(', ')}` : hint}`;
}

/** Names of the fields that a schema takes at a place. The JSON Schema is walked because it is public, unlike a schema's insides. */
function knownFields(schema: z.ZodType, path: Path): readonly string[] {
  const root: unknown = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const node = path.reduce<unknown>(
    (parent, step) => at(parent, typeof step === 'number' ? ['items'] : ['properties', step]),
    root,
  );
  return Object.keys((at(node, ['properties']) as object | undefined) ?? {});
}

function at(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a set of fields',
  record: 'a set of fields',
};

function kindOf(expected: string): string {
  return kinds[expected] ?? expected;
}

function shown(found: unknown): string {
  if (found === null) return 'empty';
  if (Array.isArray(found)) return 'a list';
  return typeof found === 'boolean' ? String(found) : (kinds[typeof found] ?? typeof found);
}
