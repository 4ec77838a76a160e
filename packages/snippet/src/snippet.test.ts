import { runInNewContext } from 'node:vm';

import { describe, expect, it } from '@jest/globals';

import { createSnippet, isSnippetStyle, snippetStyles } from './snippet.ts';

const source = { writeKey: 'key-1', address: 'https://t.example/collect' };

/** The script element that a page with the snippet gets, and the queue in it. */
function runInPage(html: string): {
  readonly src: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly analytics: unknown[] & Record<string, unknown>;
  readonly errors: readonly string[];
  readonly runAgain: () => void;
} {
  const script = html.replace(/^<script>\n|\n<\/script>$/g, '');
  const attributes: Record<string, string> = {};
  const errors: string[] = [];
  const element = {
    src: '',
    setAttribute: (name: string, value: string) => void (attributes[name] = value),
  };
  const window: Record<string, unknown> = { console: true };
  const page = {
    window,
    console: { error: (text: string) => errors.push(text) },
    location: { pathname: '/cart', href: 'https://shop.example/cart?x=1', search: '?x=1' },
    document: {
      title: 'Cart',
      referrer: '',
      createElement: () => element,
      querySelector: () => ({ getAttribute: () => '/canonical' }),
      getElementsByTagName: () => [{ parentNode: { insertBefore: () => undefined } }],
    },
  };
  runInNewContext(script, page);
  return {
    src: element.src,
    attributes,
    analytics: window['analytics'] as unknown[] & Record<string, unknown>,
    errors,
    runAgain: () => void runInNewContext(script, page),
  };
}

describe('the html snippet', () => {
  it('loads the library of the source from the gateway and tells it so', () => {
    const { src, attributes, analytics } = runInPage(createSnippet('html', source).code);
    expect(src).toBe('https://t.example/collect/analytics.js/v1/key-1/analytics.min.js');
    expect(attributes).toEqual({ 'data-global-segment-analytics-key': 'analytics' });
    expect(analytics).toMatchObject({
      _cdn: 'https://t.example/collect',
      _writeKey: 'key-1',
      SNIPPET_VERSION: '5.2.1',
    });
  });

  it('keeps calls for the library, with the page as it was', () => {
    const { analytics } = runInPage(createSnippet('html', source).code);
    (analytics['track'] as (name: string) => void)('Opened');
    const page = {
      __t: 'bpc',
      c: '/canonical',
      p: '/cart',
      u: 'https://shop.example/cart?x=1',
      s: '?x=1',
      t: 'Cart',
      r: '',
    };
    expect(JSON.parse(JSON.stringify(analytics))).toEqual([
      ['page', page],
      ['track', 'Opened', page],
    ]);
  });

  it('says so when it stands in a page twice, and loads nothing again', () => {
    const page = runInPage(createSnippet('html', source).code);
    page.runAgain();
    expect(page.errors).toEqual(['The analytics snippet is in this page twice.']);
  });

  it('keeps what it is given a value, whatever is in it', () => {
    const hostile = {
      writeKey: `"];alert(1);//</script>\u2028'`,
      address: 'https://t.example/"</script><b>',
    };
    const { code } = createSnippet('html', hostile);
    expect(code.match(/<\/script/g)).toHaveLength(1);
    expect(code).not.toMatch(/[\u2028\u2029]/);
    const { analytics, src } = runInPage(code);
    expect(analytics['_writeKey']).toBe(hostile.writeKey);
    expect(src).toBe(
      `${hostile.address}/analytics.js/v1/${encodeURIComponent(hostile.writeKey)}/analytics.min.js`,
    );
  });
});

describe('the snippets for bundles', () => {
  it.each([
    [
      'npm',
      '@segment/analytics-next',
      'AnalyticsBrowser.load({ writeKey: "key-1", cdnURL: "https://t.example/collect" })',
    ],
    [
      'rudder-npm',
      '@rudderstack/analytics-js',
      'analytics.load("key-1", "https://t.example/collect", { configUrl: "https://t.example/collect" })',
    ],
    ['jitsu-npm', '@jitsu/js', 'jitsuAnalytics({ writeKey: "key-1", host: "https://t.example/collect" })'],
  ] as const)('%s loads %s', (style, packageName, call) => {
    const snippet = createSnippet(style, { ...source, address: `${source.address}/` });
    expect(snippet).toMatchObject({ style, packageName, language: 'javascript' });
    expect(snippet.code).toContain(`from '${packageName}`);
    expect(snippet.code).toContain(call);
    expect(snippet.code).toMatch(/\nanalytics\.page\(\);$/);
  });
});

it('tells styles from other words', () => {
  expect(snippetStyles.every(isSnippetStyle)).toBe(true);
  expect(isSnippetStyle('flash')).toBe(false);
});
