import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { beginStory, type Story } from './story.ts';

let story: Story;
beforeAll(async () => {
  story = await beginStory();
});
afterAll(() => story.end());

it('the archive and the webhook have what was sent, field by field, to the last digit', async () => {
  const messageId = `${story.name}-event`;
  // Texts, not objects: JavaScript itself would change these numbers.
  const properties =
    '{"big":9007199254740993,"negative":-9223372036854775808,"precise":0.1000000000000000055,"exponent":1E+2,' +
    '"text":"Grüße, 東京 🍵 \\u00e9 \\"quoted\\"","nothing":null,"deep":{"list":[1,[2,{"three":3}]],"empty":{}},"__proto__":{"polluted":true}}';
  const context = '{"ip":"0.0.0.0","page":{"path":"/tee?q=a&b=ü"},"locale":"de-DE"}';
  const integrations = '{"All":true,"Salesforce":false}';
  const body =
    `{"messageId":"${messageId}","type":"track","userId":"${story.name}-user","anonymousId":"${story.name}-device",` +
    `"event":"Tee bestellt ☕","timestamp":"2026-03-01T10:00:00.123Z","sentAt":"2026-03-01T10:00:05.000Z",` +
    `"properties":${properties},"context":${context},"integrations":${integrations}}`;
  const before = Date.now();
  expect((await story.send('track', body)).status).toBe(200);
  const after = Date.now();

  const row = await story.archived(messageId);
  expect(row).toMatchObject({
    type: 'track',
    event: 'Tee bestellt ☕',
    user_id: `${story.name}-user`,
    anonymous_id: `${story.name}-device`,
    properties,
    original: body,
    original_timestamp: '2026-03-01 10:00:00.123',
    sent_at: '2026-03-01 10:00:05.000',
  });
  expect(JSON.parse(String(row.integrations))).toEqual(JSON.parse(integrations));
  expect(JSON.parse(String(row.context))).toMatchObject(JSON.parse(context) as object);
  const receivedAt = Date.parse(`${String(row.received_at).replace(' ', 'T')}Z`);
  expect(receivedAt).toBeGreaterThanOrEqual(before - 1000);
  expect(receivedAt).toBeLessThanOrEqual(after + 1000);
  // The client's clock is corrected by its own distance between the event and the sending.
  expect(Date.parse(`${String(row.timestamp).replace(' ', 'T')}Z`)).toBe(receivedAt - 4877);

  const delivered = await story.delivered(messageId, '/hook');
  expect(delivered.body).toContain(`"properties":${properties}`);
});
