import type { SourceSettings } from '@millrace/resources';
import type { AnalyticsBrowser } from '@segment/analytics-next';

/** The library's own type of its settings: a version that reads them otherwise is noticed here. */
type LibrarySettings = NonNullable<Parameters<typeof AnalyticsBrowser.load>[0]['cdnSettings']>;

/** A source as its pages are told about it. */
export type PageSource = {
  readonly writeKey: string;
  /** Where pages reach the gateway, such as https://t.example.com/collect. */
  readonly address: string;
  readonly browser: SourceSettings['browser'];
};

/** What analytics-next, and Segment's mobile libraries, fetch as the settings of their source. */
export function browserSettings({ writeKey, address, browser = {} }: PageSource): LibrarySettings {
  const { apiHost, protocol } = trackingApi(address);
  const { consentCategories = [] } = browser;
  return {
    integrations: {
      // The members that Segment sends for its own destination.
      'Segment.io': {
        apiKey: writeKey,
        apiHost,
        protocol,
        unbundledIntegrations: [],
        addBundledMetadata: true,
        maybeBundledConfigIds: {},
        retryQueue: true,
        versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
        ...deliveryStrategy(browser),
        ...httpConfig(browser),
      },
    },
    plan: {
      track: { __default: { enabled: true, integrations: {} } },
      identify: { __default: { enabled: true } },
      group: { __default: { enabled: true } },
    },
    middlewareSettings: { routingRules: [] },
    enabledMiddleware: {},
    metrics: { sampleRate: 0, host: apiHost },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
    ...(consentCategories.length > 0 && {
      // Destinations here have no categories of their own: the library must not stop on behalf of all of them.
      consentSettings: { allCategories: consentCategories, hasUnmappedDestinations: true },
    }),
    edgeFunction: {},
  };
}

/** The library joins `protocol`, `apiHost` and a one-letter path. */
function trackingApi(address: string): { readonly apiHost: string; readonly protocol: 'http' | 'https' } {
  const { protocol, host, pathname } = new URL(address);
  return {
    apiHost: `${host}${pathname.replace(/\/+$/, '')}/v1`,
    protocol: protocol === 'https:' ? 'https' : 'http',
  };
}

type SegmentSettings = LibrarySettings['integrations']['Segment.io'];
type Browser = NonNullable<SourceSettings['browser']>;

function deliveryStrategy({ batching }: Browser): object {
  if (batching === undefined) return {};
  return {
    deliveryStrategy: {
      strategy: 'batching',
      config: { size: batching.size, timeout: batching.timeoutMs },
    },
  };
}

/** The library has one policy for 429 with Retry-After and one for all else that is worth a retry; it counts in seconds. */
function httpConfig({ retry }: Browser): Pick<SegmentSettings, 'httpConfig'> {
  if (retry === undefined) return {};
  const { maxRetries, maxDelayMs, maxTotalMs } = retry;
  return {
    httpConfig: {
      rateLimitConfig: {
        ...(maxRetries !== undefined && { maxRetryCount: maxRetries }),
        ...(maxDelayMs !== undefined && { maxRetryInterval: maxDelayMs / 1000 }),
        ...(maxTotalMs !== undefined && { maxRateLimitDuration: maxTotalMs / 1000 }),
      },
      backoffConfig: {
        ...(maxRetries !== undefined && { maxRetryCount: maxRetries }),
        ...(maxDelayMs !== undefined && { maxBackoffInterval: maxDelayMs / 1000 }),
        ...(maxTotalMs !== undefined && { maxTotalBackoffDuration: maxTotalMs / 1000 }),
      },
    },
  };
}
