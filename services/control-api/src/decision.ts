import type { Problem } from '@millrace/resources';

import type { Change } from './changes.ts';

/** One error of an answer, in the form of Segment's Public API. */
type RequestError = {
  readonly type: string;
  readonly message: string;
  /** Field of the request that led to it. */
  readonly field?: string;
  readonly data?: unknown;
  readonly status: number;
};

/** The request cannot be done, and why. */
export type Refusal = {
  readonly kind: 'refusal';
  readonly status: number;
  readonly errors: readonly RequestError[];
};

/** The answer to a request. */
export type Answer<A> = { readonly kind: 'answer'; readonly answer: A; readonly delayMs?: number };

/** What a request comes to: an answer, changes and the answer once they are made, or a refusal. */
export type Decision<A> =
  | Answer<A>
  | { readonly kind: 'change'; readonly changes: readonly Change[]; readonly answer: () => A }
  | Refusal;

/** Answers without changing anything. */
export function answer<A>(value: A): Answer<A> {
  return { kind: 'answer', answer: value };
}

/** Changes resources, all or none, and then answers from what they have become. */
export function change<A>(changes: readonly Change[], answerAfter: () => A): Decision<A> {
  return { kind: 'change', changes, answer: answerAfter };
}

/** Refuses with one error. */
export function refuse(status: number, type: string, message: string): Refusal {
  return { kind: 'refusal', status, errors: [{ type, message, status }] };
}

/** Refuses because the path names something that is not there. */
export function refuseUnknown(noun: string, id: string): Refusal {
  return refuse(404, 'not-found', `there is no ${noun} with the id ${id}`);
}

/** Refuses for everything that is wrong with the request. */
export function refuseInvalid(problems: readonly Problem[]): Refusal {
  const errors = problems.map(({ path, message }) => {
    const field = fieldName(path);
    const error = { type: 'validation', message: `${field || 'the body'} ${message}`, status: 422 };
    return field === '' ? error : { ...error, field };
  });
  return { kind: 'refusal', status: 422, errors };
}

/** Name of a place: `settings.url`, `resources[2].space`. */
function fieldName(path: Problem['path']): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}
