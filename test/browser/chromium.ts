import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { chromium, type Page } from 'playwright-core';

import { startOutsideTrap } from './outside-trap.ts';

const run = promisify(execFile);
const LOCAL_STACK = join(import.meta.dirname, '..', '..', 'deploy', 'local', 'src', 'main.ts');

/** Refuses every connection. */
const NOWHERE = 'http://127.0.0.1:9/';

/**
 * Beside playwright's own. Fits machines without a display, a graphics card or a user for the sandbox; what Chromium would fetch
 * of its own accord it looks for where nothing is.
 */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--gaia-url=${NOWHERE}`,
  `--component-updater=url-source=${NOWHERE}`,
];

/** A running Chromium. */
export type Chromium = {
  /** A tab of somebody who was never here: without cookies and storage. */
  openTab(): Promise<Page>;
  /** What anything in this browser has asked of other machines; it got nothing. */
  readonly outsideRequests: () => readonly string[];
  close(): Promise<void>;
};

/** Starts the machine's Chromium, after installing it where there is none. */
export async function launchChromium(): Promise<Chromium> {
  const { stdout } = await run(process.execPath, [LOCAL_STACK, 'browser']);
  const trap = await startOutsideTrap();
  const browser = await chromium.launch({
    executablePath: stdout.trim(),
    // Not by playwright's own setting, which sends what is for this machine to the proxy too.
    args: [...FLAGS, `--proxy-server=${trap.url}`],
  });
  // Without a display Chromium says so, and would count as a bot.
  const major = browser.version().split('.')[0] ?? '';
  const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`;
  return {
    async openTab() {
      const context = await browser.newContext({ ignoreHTTPSErrors: true, userAgent });
      return context.newPage();
    },
    outsideRequests: trap.requests,
    async close() {
      await browser.close();
      await trap.close();
    },
  };
}
