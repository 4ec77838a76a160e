import { readFileSync } from 'node:fs';

import { expect, it } from '@jest/globals';

import { createSnippet, snippetStyles } from './snippet.ts';

const guide = readFileSync(new URL('../../../docs/guides/browser.md', import.meta.url), 'utf8');

it.each(snippetStyles)('the guide for sites shows the code of style %s', style => {
  const { code, language } = createSnippet(style, {
    writeKey: 'WRITE_KEY',
    address: 'https://t.example.com',
  });
  expect(guide).toContain(`\`\`\`${language === 'html' ? 'html' : 'js'}\n${code}\n\`\`\``);
});
