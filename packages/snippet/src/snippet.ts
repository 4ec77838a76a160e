import { classicSnippet } from './classic-snippet.ts';
import { scriptValue } from './script-value.ts';

/** Ways to put a library into a site. */
export const snippetStyles = ['html', 'npm', 'rudder-npm', 'jitsu-npm'] as const;
export type SnippetStyle = (typeof snippetStyles)[number];

/** Whether a text names a style. */
export function isSnippetStyle(text: string): text is SnippetStyle {
  return snippetStyles.some(style => style === text);
}

/** What a customer copies into a site. */
export type Snippet = {
  readonly style: SnippetStyle;
  readonly language: 'html' | 'javascript';
  /** The npm package that the code imports. */
  readonly packageName: string | undefined;
  readonly code: string;
};

/** Makes a snippet for a source; `address` is where the browsers of the site reach the gateway, such as https://t.example.com. */
export function createSnippet(
  style: SnippetStyle,
  { writeKey, address }: { readonly writeKey: string; readonly address: string },
): Snippet {
  const base = address.replace(/\/+$/, '');
  const key = scriptValue(writeKey);
  const url = scriptValue(base);
  switch (style) {
    case 'html':
      return {
        style,
        language: 'html',
        packageName: undefined,
        code: classicSnippet({ writeKey, address: base }),
      };
    case 'npm':
      return bundled(style, '@segment/analytics-next', [
        `import { AnalyticsBrowser } from '@segment/analytics-next';`,
        '',
        `export const analytics = AnalyticsBrowser.load({ writeKey: ${key}, cdnURL: ${url} });`,
      ]);
    case 'rudder-npm':
      return bundled(style, '@rudderstack/analytics-js', [
        // The one whose plugins are not fetched from RudderStack's servers.
        `import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';`,
        '',
        'export const analytics = new RudderAnalytics();',
        `analytics.load(${key}, ${url}, { configUrl: ${url} });`,
      ]);
    case 'jitsu-npm':
      return bundled(style, '@jitsu/js', [
        `import { jitsuAnalytics } from '@jitsu/js';`,
        '',
        `export const analytics = jitsuAnalytics({ writeKey: ${key}, host: ${url} });`,
      ]);
  }
}

function bundled(style: SnippetStyle, packageName: string, lines: readonly string[]): Snippet {
  return {
    style,
    language: 'javascript',
    packageName,
    code: [...lines, 'analytics.page();'].join('\n'),
  };
}
