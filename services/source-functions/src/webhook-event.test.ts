import { describe, expect, it } from '@jest/globals';
import { webhookSettings } from '@millrace/resources';
import { A_TIME } from '@millrace/testing';

import { aWebhook, SOURCE_ID } from './fixtures/functions.ts';
import { readPayload } from './payload.ts';
import { webhookEvent } from './webhook-event.ts';

function eventOf(body: string, rules: Partial<Parameters<typeof webhookSettings.parse>[0] & object> = {}) {
  const payload = readPayload(body, { contentType: 'application/json', query: new URLSearchParams() });
  if (payload === undefined) throw new Error('no payload');
  return webhookEvent(aWebhook(), SOURCE_ID, { payload, rules: webhookSettings.parse(rules) });
}

describe('the event of a request', () => {
  it('is by default a person of its own that received a webhook, with the body to the letter', () => {
    expect(eventOf('{ "id": 12345678901234567890 }')).toMatchObject({
      type: 'track',
      event: 'Webhook Received',
      messageId: 'invocation-1',
      userId: null,
      anonymousId: 'invocation-1',
      sourceId: SOURCE_ID,
      timestamp: A_TIME,
      receivedAt: A_TIME,
      properties: '{ "id": 12345678901234567890 }',
      context: '{"library":{"name":"webhook","version":"1"}}',
      malformed: [],
      refusal: null,
    });
  });

  it('is what the pointers find', () => {
    const body =
      '{"type":"invoice.paid","id":"evt_1","created":1767139200,"data":{"customer":9007199254740993,"device":"d-1"}}';
    const rules = {
      eventNameFrom: '/type',
      messageIdFrom: '/id',
      userIdFrom: '/data/customer',
      anonymousIdFrom: '/data/device',
      timestampFrom: '/created',
    };
    expect(eventOf(body, rules)).toMatchObject({
      event: 'invoice.paid',
      messageId: 'evt_1',
      userId: '9007199254740993',
      anonymousId: 'd-1',
      originalTimestamp: 1_767_139_200_000,
    });
  });

  it.each([['{}'], ['{"type":"","id":null,"who":{}}'], ['{"type":["x"],"id":" ","who":[]}']])(
    'has the default where %s has nothing usable',
    body => {
      const rules = { eventName: 'Hook', eventNameFrom: '/type', messageIdFrom: '/id', userIdFrom: '/who' };
      expect(eventOf(body, rules)).toMatchObject({ event: 'Hook', messageId: 'invocation-1', userId: null });
    },
  );

  it('has the anonymous id of its own id, so that a repeat is one of the same person', () => {
    expect(eventOf('{"id":"evt_1"}', { messageIdFrom: '/id' }).anonymousId).toBe('evt_1');
  });

  it('needs no anonymous id where a user is known', () => {
    expect(eventOf('{"user":7}', { userIdFrom: '/user' })).toMatchObject({ userId: '7', anonymousId: null });
  });
});
