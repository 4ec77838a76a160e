import { runInNewContext } from 'node:vm';

import { describe, expect, it } from '@jest/globals';
import { BugError } from '@millrace/errors';

import { createLibraryText, type Copy } from './library-text.ts';
import { readPackageFiles } from './package-files.ts';

const { standalone } = await readPackageFiles();

/** A text with all that the published one is asked for, which reports what it was given. */
const reporter = [
  'report.writeKey="__WRITE_KEY__"',
  'report.cdn="https://cdn.segment.com"',
  'report.bundles="https://cdn.segment.com/analytics-next/bundles/"',
  'report.classic="https://cdn.segment.com/analytics.js/v1/"',
  'report.api="api.segment.io/v1"',
  'report.polyfill="https://cdnjs.cloudflare.com/ajax/libs/babel-polyfill/7.7.0/polyfill.min.js"',
  '//# sourceMappingURL=standalone.js.map',
].join('\n');

/** What the library finds in a page whose script has this URL and whose snippet left this. */
function inPage({
  src,
  snippet,
  globalName,
  copy = {},
}: {
  readonly src?: string;
  readonly snippet?: { _cdn?: string };
  readonly globalName?: string;
  readonly copy?: Partial<Copy>;
}): { readonly report: Record<string, string>; readonly snippet: { _cdn?: string } | undefined } {
  const report: Record<string, string> = {};
  const script =
    src === undefined ? null : { src, getAttribute: () => (globalName === undefined ? null : globalName) };
  runInNewContext(createLibraryText(reporter)({ writeKey: 'key', publicUrl: undefined, ...copy }), {
    report,
    document: { currentScript: script },
    location: { origin: 'https://shop.example' },
    window: { [globalName ?? 'analytics']: snippet },
  });
  return { report, snippet };
}

describe('the text of the library', () => {
  it('holds the write key and no address that it could ask but its own', () => {
    const text = createLibraryText(standalone)({ writeKey: 'key-1', publicUrl: undefined });
    expect(text).toContain('window.analyticsWriteKey="key-1"');
    expect(text).not.toContain('sourceMappingURL');
    const addresses = text.match(/"[^"\s]*(segment|cdnjs)\.[^"]*"/g);
    expect(addresses).toEqual([
      // A pattern for the URLs of plugins, and a page to read named in a warning.
      '"https://cdn.segment.(com|build)"',
      expect.stringMatching(/^"https:\/\/segment\.com\/docs\//),
    ]);
  });

  it('is not made from a package that differs from the known one', () => {
    expect(() => createLibraryText(`"api.segment.io/v1";${standalone}`)).toThrow(BugError);
    expect(() => createLibraryText('')).toThrow(BugError);
  });

  it('keeps a write key a value, whatever is in it', () => {
    const writeKey = `"+alert(1)+"</script>\u2028`;
    const text = createLibraryText(reporter)({ writeKey, publicUrl: undefined });
    expect(text).not.toContain('</script>');
    expect(inPage({ copy: { writeKey } }).report['writeKey']).toBe(writeKey);
  });
});

describe('the address of the library', () => {
  const src = 'http://t.example:8080/collect/analytics.js/v1/key/analytics.min.js?v=1';

  it('is where its script came from, with http and a path too', () => {
    const snippet = {};
    expect(inPage({ src, snippet }).report).toEqual({
      writeKey: 'key',
      cdn: 'http://t.example:8080/collect',
      bundles: 'http://t.example:8080/collect/analytics-next/bundles/',
      classic: 'http://t.example:8080/collect/analytics.js/v1/',
      api: 't.example:8080/collect/v1',
      polyfill: 'data:text/javascript,',
    });
    expect(snippet).toEqual({ _cdn: 'http://t.example:8080/collect' });
  });

  it("is what the page's snippet says, before all else", () => {
    const snippet = { _cdn: 'https://other.example/' };
    const copy = { publicUrl: 'https://configured.example' };
    expect(inPage({ src, snippet, copy }).report['cdn']).toBe('https://other.example');
    expect(snippet).toEqual({ _cdn: 'https://other.example' });
  });

  it('is told to a snippet of another global name', () => {
    const snippet = {};
    inPage({ src, snippet, globalName: 'tracker' });
    expect(snippet).toEqual({ _cdn: 'http://t.example:8080/collect' });
  });

  it.each([
    [
      'the configured one, for a script served under a path of its own',
      'https://a.example/m.js',
      'https://configured.example/c',
    ],
    ['the configured one, for a script that the page holds', undefined, 'https://configured.example/c'],
  ])('is %s', (_what, url, publicUrl) => {
    const page = inPage({ ...(url !== undefined && { src: url }), copy: { publicUrl } });
    expect(page.report['cdn']).toBe(publicUrl);
  });

  it.each([
    ["the script's origin, where nothing else is known", 'https://a.example/m.js', 'https://a.example'],
    ["the page's origin, where the page holds the script", undefined, 'https://shop.example'],
  ])('is %s', (_what, url, expected) => {
    expect(inPage(url === undefined ? {} : { src: url }).report['cdn']).toBe(expected);
  });
});
