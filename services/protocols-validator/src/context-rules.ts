import { isJsonObject, type JsonObject } from '@millrace/domain';

import type { IngestFault } from './ingest-rules.ts';

/** What an event's context must fulfil. */
type ContextRule = IngestFault & { readonly isBroken: (context: JsonObject) => boolean };

/** The rules on contexts that mention a member: a context without it is not even parsed. */
export type ContextRules = { readonly member: string; readonly rules: readonly ContextRule[] };

/** All rules on contexts; the first that is broken names the fault. */
export const contextRules: readonly ContextRules[] = [
  {
    member: 'consent',
    rules: [
      {
        code: 'consent_categorypreferences_should_exist',
        isBroken: ({ consent }) => saysSomething(consent) && isAbsent(preferences(consent)),
        detail: 'context.consent must have categoryPreferences.',
      },
      {
        code: 'consent_categorypreferences_fields_should_be_object',
        isBroken: ({ consent }) => !isAbsent(preferences(consent)) && !isJsonObject(preferences(consent)),
        detail: 'context.consent.categoryPreferences must be an object.',
      },
      {
        code: 'consent_categorypreferences_fields_should_be_bool',
        isBroken: ({ consent }) =>
          Object.values(preferences(consent) ?? {}).some(choice => typeof choice !== 'boolean'),
        detail: 'Each category of context.consent.categoryPreferences must be true or false.',
      },
      {
        code: 'consent_version_should_be_number',
        isBroken: ({ consent }) =>
          isJsonObject(consent) && !isAbsent(consent.version) && typeof consent.version !== 'number',
        detail: 'context.consent.version must be a number.',
      },
    ],
  },
  {
    member: 'advertisingId',
    rules: [
      {
        code: 'device_advertisingid_should_be_string',
        isBroken: ({ device }) =>
          isJsonObject(device) && !isAbsent(device.advertisingId) && typeof device.advertisingId !== 'string',
        detail: 'context.device.advertisingId must be a string.',
      },
    ],
  },
];

function preferences(consent: unknown): unknown {
  return isJsonObject(consent) ? consent.categoryPreferences : undefined;
}

/** An empty consent object says nothing, like an absent one (Segment, consent-in-segment-connections.md). */
function saysSomething(consent: unknown): boolean {
  return isJsonObject(consent) ? Object.keys(consent).length > 0 : !isAbsent(consent);
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}
