import type { Answer } from './answer.ts';

/** What a page gets in place of a file. */
export const refusals = {
  unknown: refusal(404, 'unknown-write-key', 'No source has this write key. Check it in the snippet.'),
  expired: refusal(
    404,
    'expired-write-key',
    'This write key was replaced and no longer works. Take the current one of the source.',
  ),
  noBundle: refusal(404, 'not-found', 'This version of the library has no such file. Reload the page.'),
  noHost: refusal(
    400,
    'no-host',
    'The request does not say which host it is for: set browser.publicUrl of the source.',
  ),
  method: refusal(405, 'method-not-allowed', 'This path takes GET only.', { allow: 'GET, HEAD, OPTIONS' }),
  notReady: refusal(503, 'not-ready', 'The gateway is starting. Try again later.', { 'retry-after': '1' }),
} as const;

function refusal(
  status: Extract<Answer, { kind: 'refused' }>['status'],
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Extract<Answer, { kind: 'refused' }> {
  return { kind: 'refused', status, code, message, headers };
}
