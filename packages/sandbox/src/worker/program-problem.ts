import type { FunctionError, ProgramProblem } from '../function-run.ts';
import { guestLimits } from '../guest-limits.ts';

/** Why a program did not load: for who writes it, and as the error of a call. */
export type LoadFailure = { readonly problem: ProgramProblem; readonly error: FunctionError };

const { errorNameChars, errorTextChars } = guestLimits;

/** A syntax error: the engine puts its place at the end of the message. */
export function compileProblem(thrown: unknown): LoadFailure {
  const error = described(thrown);
  const place = / \[function\.js:(?<line>\d+):(?<column>\d+)\]$/.exec(error.message);
  const message = place === null ? error.message : error.message.slice(0, place.index);
  return { problem: { message, ...placeOf(place) }, error: { ...error, message } };
}

/** What the top level threw. */
export function thrownProblem(thrown: unknown): LoadFailure {
  const error = described(thrown);
  const place = /function\.js:(?<line>\d+):(?<column>\d+)/.exec(error.stack);
  return { problem: { message: `${error.name}: ${error.message}`, ...placeOf(place) }, error };
}

function placeOf(place: RegExpExecArray | null): { readonly line: number; readonly column: number } {
  return { line: Number(place?.groups?.['line'] ?? 0), column: Number(place?.groups?.['column'] ?? 0) };
}

function described(thrown: unknown): FunctionError {
  const { name, message, stack = '' } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return {
    name: name.slice(0, errorNameChars),
    message: message.slice(0, errorTextChars),
    stack: stack.slice(0, errorTextChars),
  };
}
