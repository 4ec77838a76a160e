import type { OpenedEvent, PassingEvent } from './passing-event.ts';

/**
 * An event as a reader sees it, as JSON text: what became of it and why, the members people search by, its context as the gateway
 * completed it, and the original as it arrived, number for number.
 */
export function shownEvent({ id, status }: PassingEvent, { event, block }: OpenedEvent): string {
  const known = {
    id,
    status,
    ...(block && { stage: block.stage, reason: block.reason, ...present({ detail: block.detail }) }),
    type: event.type,
    ...present({
      event: event.event,
      name: event.name,
      userId: event.userId,
      anonymousId: event.anonymousId,
      groupId: event.groupId,
      previousId: event.previousId,
    }),
    messageId: event.messageId,
    timestamp: new Date(event.timestamp).toISOString(),
    receivedAt: new Date(event.receivedAt).toISOString(),
  };
  const context = event.context === null ? '' : `,"context":${asJson(event.context)}`;
  return `${JSON.stringify(known).slice(0, -1)}${context},"original":${asJson(event.original)}}`;
}

function present(fields: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== null),
  );
}

/** JSON text stays as it is, because parsing it would round its numbers; any other text becomes a JSON text. */
function asJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}
