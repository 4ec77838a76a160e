import { MillraceError } from '@millrace/errors';

const REDACTED = '[redacted]';
const MAX_DEPTH = 4;
const MAX_MEMBERS = 50;

/** Keys whose values never reach a log: secrets, and what a source says about a person. */
const secretKey =
  /(password|passwd|secret|token|authorization|cookie|credential|api-?_?key|write-?_?key|private-?_?key|email|traits|properties|original|payload|body)$/i;

/** Fields as they may be logged: secrets and payloads replaced by key, errors spelled out, depth and width bounded. */
export function loggableFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return loggableObject(fields, MAX_DEPTH);
}

function loggable(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return loggableError(value, depth);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth === 0) return '[nested]';
  if (Array.isArray(value)) return value.slice(0, MAX_MEMBERS).map(member => loggable(member, depth - 1));
  return loggableObject(value as Readonly<Record<string, unknown>>, depth - 1);
}

function loggableObject(value: Readonly<Record<string, unknown>>, depth: number): Record<string, unknown> {
  const entries = Object.entries(value).slice(0, MAX_MEMBERS);
  return Object.fromEntries(
    entries.map(([key, member]) => [key, secretKey.test(key) ? REDACTED : loggable(member, depth)]),
  );
}

function loggableError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    ...(error instanceof MillraceError ? { code: error.code, details: loggable(error.details, 2) } : {}),
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined || depth === 0 ? {} : { cause: loggable(error.cause, depth - 1) }),
  };
}
