/** The calls a source can make (Segment's spec). */
export const eventTypes = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;

/** Type of an event. */
export type EventType = (typeof eventTypes)[number];

const known: ReadonlySet<string> = new Set(eventTypes);

/** Whether a text names a type of event; exact, lower case. */
export function isEventType(text: string): text is EventType {
  return known.has(text);
}
