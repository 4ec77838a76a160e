import { BugError } from '@millrace/errors';

/** What a copy of the library is made for. */
export type Copy = {
  readonly writeKey: string;
  /** Address that browsers reach the gateway under, without a slash at its end; unknown when undefined. */
  readonly publicUrl: string | undefined;
};

/** The name that the address has in the text; no minified name looks like it. */
const ADDRESS = '__millraceAddress';

/**
 * Places of the published text where it names Segment's own servers, and what stands there instead. Each occurs once: a version
 * of the package that differs is noticed at start and not by the pages of a customer.
 */
const replacements: readonly (readonly [published: string, ours: string])[] = [
  ['"https://cdn.segment.com"', ADDRESS],
  ['"https://cdn.segment.com/analytics-next/bundles/"', `${ADDRESS}+"/analytics-next/bundles/"`],
  ['"https://cdn.segment.com/analytics.js/v1/"', `${ADDRESS}+"/analytics.js/v1/"`],
  // Where the library reports that it could not start.
  ['"api.segment.io/v1"', `${ADDRESS}.replace(/^https?:\\/\\//,"")+"/v1"`],
  // A script of a third party for browsers of 2016; an empty one lets the library go on without.
  [
    '"https://cdnjs.cloudflare.com/ajax/libs/babel-polyfill/7.7.0/polyfill.min.js"',
    '"data:text/javascript,"',
  ],
];

const WRITE_KEY = '"__WRITE_KEY__"';
const SOURCE_MAP = /\n\/\/# sourceMappingURL=\S+\s*$/;

/** Prepares the published library; the result makes the copy for one source. Throws BugError where the text is not the known one. */
export function createLibraryText(standalone: string): (copy: Copy) => string {
  let text = standalone.replace(SOURCE_MAP, '');
  for (const [published, ours] of replacements) {
    const [before, after] = splitOnce(text, published);
    text = before + ours + after;
  }
  const [head, tail] = splitOnce(text, WRITE_KEY);
  return ({ writeKey, publicUrl }) =>
    `/*! @segment/analytics-next, Copyright 2021 Segment, MIT License; changed: it knows its own address */\n` +
    `!function(){var ${ADDRESS}=${findAddress}(${scriptValue(publicUrl ?? null)});` +
    `${head}${scriptValue(writeKey)}${tail}\n}();\n`;
}

/**
 * Tells the library where it came from, as a script of its own: `_cdn` of the page's snippet, else what stands in the script's
 * URL before the path we serve it under, else the address the source is configured with, else the origin of the script. It hands
 * the result to the snippet, because the library itself recognises https addresses only.
 */
const findAddress =
  '(function(p){var s=document.currentScript,u=s&&s.src||"",' +
  'k=s&&s.getAttribute("data-global-segment-analytics-key")||"analytics",a=window[k],' +
  'm=/^(https?:\\/\\/[^?#]*)\\/analytics\\.js\\/v1\\//.exec(u),o=/^https?:\\/\\/[^\\/?#]+/.exec(u),' +
  'f=(a&&a._cdn||m&&m[1]||p||o&&o[0]||location.origin).replace(/\\/+$/,"");' +
  'if(a)a._cdn=f;return f})';

function splitOnce(text: string, literal: string): readonly [before: string, after: string] {
  const [before, after, ...more] = text.split(literal);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new BugError(
      'unexpected-error',
      `preparing the browser library failed: ${literal} does not occur once in this version of @segment/analytics-next`,
    );
  }
  return [before, after];
}

/** A value as the text of a script that may also stand in a page. */
function scriptValue(value: string | null): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
