import { eventTypes, type EventType } from '@millrace/domain';
import { limits } from '@millrace/intake';

import { object, reference, text, type Schema } from './schema.ts';

const id = (description: string): Schema => ({ type: ['string', 'number'], description });
const time = (description: string): Schema => text(description, { format: 'date-time' });

const properties = object('Facts about what was done.');
const userTraits = object('Facts about the person.');

/** Members of every call. */
const common: Readonly<Record<string, Schema>> = {
  messageId: text(
    'Id of the call: of calls with the same one the first counts. Made up where it is missing.',
    {
      maxLength: limits.messageIdLength,
    },
  ),
  userId: id('Id of the person in your database.'),
  anonymousId: id('Id of the device or visit of a person who is not known.'),
  timestamp: time('When it happened by the clock of the sender; the time of receipt where it is missing.'),
  originalTimestamp: time('Another name of timestamp.'),
  sentAt: time(
    'When it was sent by the clock of the sender; corrects timestamp by how far that clock is off.',
  ),
  context: object('Circumstances: ip, userAgent, page, campaign, device, locale, library and more.', {
    ip: text('Address of the person.'),
    userAgent: text("The person's user agent."),
    direct: { type: 'boolean', description: "Whether the call comes from the person's own device." },
  }),
  integrations: object('Destinations by name, and whether they get the call.'),
  channel: text('What the call came through: browser, mobile, server.'),
  version: { type: ['string', 'number'], description: 'Version of the form.' },
};

/** Members of each type of call, and which of them it needs. */
const own: Readonly<
  Record<EventType, { readonly members: Readonly<Record<string, Schema>>; readonly needs: readonly string[] }>
> = {
  track: { members: { event: text('What was done.', { minLength: 1 }), properties }, needs: ['event'] },
  identify: { members: { traits: userTraits }, needs: [] },
  page: {
    members: { name: text('Name of the page.'), category: text('Its category.'), properties },
    needs: [],
  },
  screen: {
    members: { name: text('Name of the screen.'), category: text('Its category.'), properties },
    needs: [],
  },
  group: {
    members: { groupId: id('Id of the group.'), traits: object('Facts about the group.') },
    needs: ['groupId'],
  },
  alias: { members: { previousId: id('The id the person had.') }, needs: ['previousId', 'userId'] },
};

/** Name of the schema of a type of call. */
export function schemaName(type: EventType): string {
  return `${type.charAt(0).toUpperCase()}${type.slice(1)}`;
}

/** The schemas of what a client sends. */
export const eventSchemas: Readonly<Record<string, Schema>> = {
  ...Object.fromEntries(eventTypes.map(type => [schemaName(type), callSchema(type)])),
  AnyCall: {
    description: 'A call that says its type.',
    oneOf: eventTypes.map(type => ({
      allOf: [
        reference(schemaName(type)),
        { type: 'object', properties: { type: { const: type } }, required: ['type'] },
      ],
    })),
  },
  Batch: {
    type: 'object',
    properties: {
      batch: { type: 'array', minItems: 1, maxItems: limits.batchEvents, items: reference('AnyCall') },
      writeKey: text('The write key, where no header has it.'),
      sentAt: time('When the batch was sent by the clock of the sender; counts before that of a call.'),
      timestamp: time('Timestamp of the calls without one.'),
      context: object("Context of all calls; a call's own members win."),
      integrations: object("Integrations of all calls; a call's own members win."),
    },
    required: ['batch'],
  },
  Metrics: {
    type: 'object',
    properties: { series: { type: 'array', items: object('One measurement.') } },
  },
};

function callSchema(type: EventType): Schema {
  const { members, needs } = own[type];
  return {
    type: 'object',
    properties: { ...common, ...members, writeKey: text('The write key, where no header has it.') },
    required: needs,
    // Without either the call is taken and then blocked, like one without what it needs.
    anyOf: [{ required: ['userId'] }, { required: ['anonymousId'] }],
  };
}
