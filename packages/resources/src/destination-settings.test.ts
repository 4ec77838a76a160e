import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { compileSettings, MASK, maskedSettings } from './destination-settings.ts';
import type { DestinationType } from './destination-type.ts';
import { openSettings, createVault } from './vault.ts';
import type { Destination } from './resource.ts';

const key = Buffer.alloc(32, 1);
let nonces = 0;
const vault = createVault({
  resourceKey: 'acme/destination/dst_1',
  key,
  newNonce: () => Buffer.alloc(12, (nonces += 1)),
});
const type: DestinationType = {
  slug: 'webhook',
  name: 'Webhook',
  description: '',
  settings: z.strictObject({ url: z.string(), secret: z.string().min(4).optional() }),
  secrets: ['secret'],
};

const compile = (
  settings: Record<string, unknown>,
  previous?: Parameters<typeof compileSettings>[0]['previous'],
) => compileSettings({ type, settings, previous, vault });

const stored = (settings: Record<string, unknown>, previous?: Parameters<typeof compile>[1]) => {
  const result = compile(settings, previous);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};

describe('compileSettings', () => {
  it('seals secret settings and leaves the others open', () => {
    const { settings, secrets } = stored({ url: 'http://a', secret: 'hush' });
    expect(settings).toEqual({ url: 'http://a' });
    expect(JSON.stringify(secrets)).not.toContain('hush');
    const destination = {
      workspace: 'acme',
      kind: 'destination',
      id: 'dst_1',
      settings,
      secrets,
    } as Destination;
    expect(openSettings(destination, key)).toEqual({ url: 'http://a', secret: 'hush' });
  });

  it('keeps the sealed text of a secret that stays, whether written again or masked', () => {
    const before = stored({ url: 'http://a', secret: 'hush' });
    expect(stored({ url: 'http://a', secret: 'hush' }, before)).toEqual(before);
    expect(stored(maskedSettings(before), before)).toEqual(before);
    expect(stored({ url: 'http://a', secret: 'other' }, before).secrets).not.toEqual(before.secrets);
    expect(stored({ url: 'http://a' }, before).secrets).toEqual({});
  });

  it('refuses a mask that hides nothing', () => {
    expect(compile({ url: 'http://a', secret: MASK })).toMatchObject({
      ok: false,
      problems: [{ path: ['secret'] }],
    });
    const otherKey = { settings: {}, secrets: { secret: 'v1.00000000.AAAA' } };
    expect(compile({ url: 'http://a', secret: MASK }, otherKey).ok).toBe(false);
  });

  it('says what is wrong without showing a secret', () => {
    const result = compile({ uri: 'http://a', secret: 'abc' });
    expect(result).toEqual({
      ok: false,
      problems: [
        { path: ['url'], message: 'is missing' },
        { path: ['secret'], message: expect.not.stringContaining('abc') },
        { path: ['uri'], message: 'is not a known field; did you mean url?' },
      ],
    });
  });
});
