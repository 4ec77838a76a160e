import type { Event } from '@millrace/contracts';
import { objectMentioning } from '@millrace/domain';

import { contextRules } from './context-rules.ts';
import { ingestRules, type IngestFault } from './ingest-rules.ts';

/** Why an event cannot be let in, or undefined. What the gateway already found comes first. */
export function ingestFault(event: Event): IngestFault | undefined {
  if (event.refusal !== null) {
    return { code: event.refusal, detail: refusalDetails[event.refusal] ?? 'The gateway refused the event.' };
  }
  return brokenIngestRule(event) ?? brokenContextRule(event);
}

function brokenIngestRule(event: Event): IngestFault | undefined {
  return ingestRules.find(
    ({ types, isBroken }) =>
      (types === undefined || types.some(type => type === event.type)) && isBroken(event),
  );
}

function brokenContextRule({ context: text }: Event): IngestFault | undefined {
  for (const { member, rules } of contextRules) {
    const context = objectMentioning(text, member);
    const broken = context === undefined ? undefined : rules.find(rule => rule.isBroken(context));
    if (broken !== undefined) return broken;
  }
  return undefined;
}

/** What to tell a person of the codes that the gateway finds by itself. */
const refusalDetails: Readonly<Record<string, string>> = {
  bad_request:
    'The event is no JSON object, is larger than 32 KiB, is nested too deeply, or has a messageId of more than 100 characters.',
  empty_batch: 'The batch held no event.',
  bot: "The person's user agent is a known bot's, and the source blocks bots. Set its bots to flag to let them in.",
  source_disabled: 'The source was disabled when the event came. Enable it and send again.',
};
