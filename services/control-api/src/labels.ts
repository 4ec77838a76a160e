import { labelField } from '@millrace/resources';
import { z } from 'zod';

import { refuse, type Refusal } from './decision.ts';

/** A label in requests and answers. */
export const labelSchema = z.strictObject(labelField.shape);

/** The labels of a request or answer. */
export const labelsBody = z.strictObject({ labels: z.array(labelSchema) });

export type Label = z.output<typeof labelSchema>;

const MAX_LABELS = 100;

/** Labels with others added; one that is there already takes the new description. */
export function withLabels(before: readonly Label[], added: readonly Label[]): readonly Label[] {
  return [
    ...new Map(
      [...before, ...added].map(label => [JSON.stringify([label.key, label.value]), label]),
    ).values(),
  ];
}

/** Refuses more labels than a resource may have. */
export function refuseTooManyLabels(labels: readonly Label[]): Refusal | undefined {
  if (labels.length <= MAX_LABELS) return undefined;
  return refuse(422, 'validation', `labels would be ${labels.length}; a source has at most ${MAX_LABELS}`);
}
