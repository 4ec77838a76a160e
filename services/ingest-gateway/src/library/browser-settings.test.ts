import { describe, expect, it } from '@jest/globals';
import { sourceSettings } from '@millrace/resources';

import { browserSettings } from './browser-settings.ts';

/** The settings of a page whose source is configured so. */
function settingsFor(browser: object | undefined, address = 'https://t.example'): Record<string, unknown> {
  const parsed = sourceSettings.parse({ browser });
  return browserSettings({ writeKey: 'key', address, browser: parsed.browser });
}

describe('browserSettings', () => {
  it('are what analytics-next needs, and nothing is sent elsewhere', () => {
    expect(settingsFor(undefined)).toEqual({
      integrations: {
        'Segment.io': {
          apiKey: 'key',
          apiHost: 't.example/v1',
          protocol: 'https',
          unbundledIntegrations: [],
          addBundledMetadata: true,
          maybeBundledConfigIds: {},
          retryQueue: true,
          versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
        },
      },
      plan: {
        track: { __default: { enabled: true, integrations: {} } },
        identify: { __default: { enabled: true } },
        group: { __default: { enabled: true } },
      },
      middlewareSettings: { routingRules: [] },
      enabledMiddleware: {},
      metrics: { sampleRate: 0, host: 't.example/v1' },
      legacyVideoPluginsEnabled: false,
      remotePlugins: [],
      edgeFunction: {},
    });
  });

  it.each([
    ['http://127.0.0.1:7700', 'http', '127.0.0.1:7700/v1'],
    ['https://shop.example/collect', 'https', 'shop.example/collect/v1'],
    ['https://shop.example/collect/', 'https', 'shop.example/collect/v1'],
  ])('send to %s', (address, protocol, apiHost) => {
    expect(settingsFor(undefined, address)).toMatchObject({
      integrations: { 'Segment.io': { apiHost, protocol } },
      metrics: { host: apiHost },
    });
  });

  it('gather events where the source says so', () => {
    expect(settingsFor({ batching: { size: 5, timeoutMs: 500 } })).toMatchObject({
      integrations: {
        'Segment.io': { deliveryStrategy: { strategy: 'batching', config: { size: 5, timeout: 500 } } },
      },
    });
  });

  it('turn the bounds of retries into seconds, each where it is given', () => {
    const retry = { maxRetries: 3, maxDelayMs: 1_500, maxTotalMs: 90_000 };
    expect(settingsFor({ retry })).toMatchObject({
      integrations: {
        'Segment.io': {
          httpConfig: {
            rateLimitConfig: { maxRetryCount: 3, maxRetryInterval: 1.5, maxRateLimitDuration: 90 },
            backoffConfig: { maxRetryCount: 3, maxBackoffInterval: 1.5, maxTotalBackoffDuration: 90 },
          },
        },
      },
    });
    expect(settingsFor({ retry: { maxRetries: 0 } })).toMatchObject({
      integrations: {
        'Segment.io': {
          httpConfig: { rateLimitConfig: { maxRetryCount: 0 }, backoffConfig: { maxRetryCount: 0 } },
        },
      },
    });
  });

  it('name the categories of consent', () => {
    expect(settingsFor({ consentCategories: ['Analytics', 'Advertising'] })).toMatchObject({
      consentSettings: { allCategories: ['Analytics', 'Advertising'], hasUnmappedDestinations: true },
    });
  });
});
