import { describe, expect, it } from '@jest/globals';

import { brokenFaultOf, faultOf } from './judge.ts';
import type { Operation } from './openapi.ts';
import type { FuzzRequest } from './requests.ts';
import type { FuzzReply } from './send.ts';

const refusals = {
  content: { 'application/json': { schema: { allOf: [{ properties: { code: { enum: ['known'] } } }] } } },
};
const operation: Operation = {
  path: '/v1/track',
  method: 'POST',
  schema: {},
  schemaName: 'Track',
  contentType: 'application/json',
  responses: { 200: {}, 400: refusals, 500: {}, 503: {} },
};
const request = (fields: Partial<FuzzRequest> = {}): FuzzRequest => ({
  method: 'POST',
  target: '/v1/track',
  headers: {},
  body: undefined,
  operation,
  plain: undefined,
  isGood: false,
  ...fields,
});
const reply = (status: number | undefined, body: object = {}): FuzzReply => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(body),
});
const refused = { success: false, code: 'known', message: 'Why.' };

describe('a reply', () => {
  it.each([
    ['is documented', request(), reply(200)],
    ['refuses with a documented code', request(), reply(400, refused)],
    ['takes a good request', request({ isGood: true }), reply(200)],
    ['is a fault that passes', request({ isGood: true }), reply(503)],
    ['refuses another method', request({ method: 'PUT' }), reply(405)],
    ['answers a question beforehand', request({ method: 'OPTIONS' }), reply(204)],
    ['knows no such path', request({ operation: undefined }), reply(404)],
  ])('that %s is fine', (_what, sent, got) => expect(faultOf(sent, got)).toBeUndefined());

  it.each([
    ['that never comes', request(), reply(undefined), 'no reply'],
    ['of a failure, documented or not', request(), reply(500), 'failed'],
    [
      'that refuses a good request',
      request({ isGood: true }),
      reply(400, refused),
      'good request was refused',
    ],
    ['of another status', request(), reply(418), '418 is not documented'],
    ['that takes another method', request({ method: 'PUT' }), reply(200), '200 is not documented'],
    [
      'with another code',
      request(),
      reply(400, { ...refused, code: 'new' }),
      'the code new is not documented',
    ],
    ['without a reason', request(), reply(400, { success: true }), 'does not say why'],
  ])('%s is a fault', (_what, sent, got, fault) => expect(faultOf(sent, got)).toContain(fault));
});

describe('the answer to broken bytes', () => {
  it('is a refusal or nothing', () => {
    expect(brokenFaultOf([])).toBeUndefined();
    expect(brokenFaultOf([400])).toBeUndefined();
    expect(brokenFaultOf([200, 500])).toContain('500');
  });
});
