import { JsonScanner } from './json-scanner.ts';

/** The text of one event as it arrived, and of those of its members that travel on as text. */
export type EventTexts = {
  /** The whole value; not an object where the client sent none. */
  readonly original: string;
  readonly properties: string | undefined;
  readonly traits: string | undefined;
  readonly context: string | undefined;
  readonly integrations: string | undefined;
  /** Nesting of the whole value: 0 for a scalar, 1 for an object of scalars. */
  readonly depth: number;
};

/** The text of a batch request, cut up. */
export type BatchTexts = {
  readonly events: readonly EventTexts[];
  /** The request's own context and integrations, meant for each of its events. */
  readonly context: string | undefined;
  readonly integrations: string | undefined;
};

/** Cuts up the text of one event, which JSON.parse has accepted. */
export function eventTexts(text: string): EventTexts {
  return scanEvent(new JsonScanner(text));
}

/** Cuts up the text of a batch request, which JSON.parse has accepted as an object. Of a repeated member the last counts. */
export function batchTexts(text: string): BatchTexts {
  const scanner = new JsonScanner(text);
  let events: readonly EventTexts[] = [];
  let context: string | undefined;
  let integrations: string | undefined;
  scanner.enter();
  while (scanner.hasNext()) {
    const name = scanner.name();
    if (name === 'batch') events = scanEvents(scanner);
    else if (name === 'context') context = scanner.valueText();
    else if (name === 'integrations') integrations = scanner.valueText();
    else scanner.skipValue();
  }
  return { events, context, integrations };
}

/** The text of an object's member; undefined where it has none of this name. Of a repeated member the last counts. */
export function memberText(objectText: string, wanted: string): string | undefined {
  const scanner = new JsonScanner(objectText);
  let found: string | undefined;
  scanner.enter();
  while (scanner.hasNext()) {
    if (scanner.name() === wanted) found = scanner.valueText();
    else scanner.skipValue();
  }
  return found;
}

function scanEvents(scanner: JsonScanner): readonly EventTexts[] {
  const events: EventTexts[] = [];
  if (!scanner.isAtArray()) {
    scanner.skipValue();
    return events;
  }
  scanner.enter();
  while (scanner.hasNext()) events.push(scanEvent(scanner));
  return events;
}

function scanEvent(scanner: JsonScanner): EventTexts {
  scanner.deepest = 0;
  if (!scanner.isAtObject()) {
    return { ...noMembers, original: scanner.valueText(), depth: scanner.deepest };
  }
  const start = scanner.position;
  let properties: string | undefined;
  let traits: string | undefined;
  let context: string | undefined;
  let integrations: string | undefined;
  scanner.enter();
  while (scanner.hasNext()) {
    switch (scanner.name()) {
      case 'properties':
        properties = scanner.valueText();
        break;
      case 'traits':
        traits = scanner.valueText();
        break;
      case 'context':
        context = scanner.valueText();
        break;
      case 'integrations':
        integrations = scanner.valueText();
        break;
      default:
        scanner.skipValue();
    }
  }
  const original = scanner.text.slice(start, scanner.end);
  return { original, properties, traits, context, integrations, depth: scanner.deepest + 1 };
}

const noMembers = { properties: undefined, traits: undefined, context: undefined, integrations: undefined };
