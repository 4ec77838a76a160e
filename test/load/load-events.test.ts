import { describe, expect, it } from '@jest/globals';

import { createRequestMaker, EVENT_BYTES, messageIdOf, numberOf } from './load-events.ts';

const run = 'abcd1234';
const maker = (eventsPerRequest: number) =>
  createRequestMaker({ run, host: 'h:1', writeKey: 'k', eventsPerRequest });

function parsed(request: Buffer) {
  const [head = '', body = ''] = request.toString().split('\r\n\r\n');
  return { head, body, json: JSON.parse(body) as Record<string, unknown> };
}

describe('requests of a load', () => {
  it('hold one event of the size that real ones have, with its own id and person', () => {
    const { head, body, json } = parsed(maker(1).make(42));
    expect(head).toContain('POST /v1/track HTTP/1.1');
    expect(head).toContain(`content-length: ${EVENT_BYTES}`);
    expect(head).toContain(`authorization: Basic ${btoa('k:')}`);
    expect(body).toHaveLength(EVENT_BYTES);
    expect(json.messageId).toBe(messageIdOf(run, 42));
    expect(json.userId).toBe(String(json.anonymousId).replace('device', 'user'));
    expect(json.anonymousId).not.toBe(parsed(maker(1).make(43)).json.anonymousId);
  });

  it('hold a batch of consecutive events', () => {
    const { head, json } = parsed(maker(3).make(10));
    expect(head).toContain('POST /v1/batch HTTP/1.1');
    const batch = json.batch as { messageId: string; anonymousId: string; userId: string }[];
    expect(batch.map(({ messageId }) => numberOf(run, messageId))).toEqual([10, 11, 12]);
    expect(new Set(batch.map(({ anonymousId }) => anonymousId)).size).toBe(3);
    expect(batch.every(({ anonymousId, userId }) => userId === anonymousId.replace('device', 'user'))).toBe(
      true,
    );
  });

  it('do not share bytes', () => {
    const requests = maker(1);
    const first = requests.make(1);
    requests.make(2);
    expect(parsed(first).json.messageId).toBe(messageIdOf(run, 1));
  });

  it('are told from those of another run', () => {
    expect(numberOf('other000', messageIdOf(run, 1))).toBeUndefined();
  });
});
