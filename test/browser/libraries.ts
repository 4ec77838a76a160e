import { createSnippet, type SnippetStyle } from '@millrace/snippet';
import { build } from 'esbuild';

import type { Site } from './site.ts';

/** Where a library is told to send, and for which source. */
type PageTarget = { readonly writeKey: string; readonly address: string };

/** A client library as sites load it. */
export type BrowserLibrary = {
  readonly style: SnippetStyle;
  /** True in the page once calls go out without being kept. */
  readonly isLoaded: string;
};

/** The libraries by name; every page has the client as `analytics`. */
export const browserLibraries = {
  'analytics.js by its snippet': { style: 'html', isLoaded: 'analytics.initialized === true' },
  '@segment/analytics-next': { style: 'npm', isLoaded: '!!window.analytics?.instance?.initialized' },
  '@rudderstack/analytics-js': { style: 'rudder-npm', isLoaded: '!!window.analytics?.getAnonymousId()' },
  '@jitsu/js': { style: 'jitsu-npm', isLoaded: '!!window.analytics' },
} as const satisfies Record<string, BrowserLibrary>;

/** Shows a page that has a library as a customer's would, and tells its path. */
export type ShowPage = (library: BrowserLibrary, target: PageTarget) => Promise<string>;

/** What stands in a bundle until the page is known that it is for. */
const anyTarget: PageTarget = {
  writeKey: 'write-key-of-the-page',
  address: 'https://address-of-the-page.example',
};

/** Shows pages on a site. Bundles are made when first needed, from the snippets as they are and the packages they import. */
export function pagesOn(site: Site): ShowPage {
  const bundles = new Map<SnippetStyle, Promise<string>>();
  let pages = 0;

  const bundled = async (style: SnippetStyle): Promise<string> => {
    const { code } = createSnippet(style, anyTarget);
    const { outputFiles } = await build({
      stdin: { contents: `${code}\nwindow.analytics = analytics;`, resolveDir: import.meta.dirname },
      bundle: true,
      splitting: true,
      format: 'esm',
      outdir: '/',
      write: false,
    });
    // What the package loads on demand is beside the entry.
    for (const { path, text } of outputFiles) site.show(`/${style}${path}`, text);
    return outputFiles.find(({ path }) => path === '/stdin.js')?.text ?? '';
  };

  return async ({ style }, target) => {
    const name = `page-${(pages += 1)}`;
    if (style === 'html') {
      site.show(`/${name}.html`, page(createSnippet(style, target).code));
      return `/${name}.html`;
    }
    const made = bundles.get(style) ?? bundled(style);
    bundles.set(style, made);
    const script = (await made)
      .replaceAll(anyTarget.writeKey, target.writeKey)
      .replaceAll(anyTarget.address, target.address);
    site.show(`/${style}/${name}.js`, script);
    site.show(`/${name}.html`, page(`<script type="module" src="/${style}/${name}.js"></script>`));
    return `/${name}.html`;
  };
}

/** A page of a shop with this in its head. */
export function page(head: string): string {
  return `<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,">${head}</head><body>Shop</body></html>`;
}
