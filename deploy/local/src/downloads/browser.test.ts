import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SetupError } from '../setup-error.ts';
import { findBrowser } from './browser.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'browser-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function install(name: string, mode = 0o755): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, mode);
  return path;
}

describe('findBrowser', () => {
  it('takes the first of the known names on the PATH', async () => {
    await install('google-chrome');
    const chromium = await install('chromium-browser');
    expect(await findBrowser({ PATH: `/nowhere:.:${folder}` })).toBe(chromium);
  });

  it('takes the chosen one before all others', async () => {
    await install('chromium');
    const chosen = await install('my-own');
    expect(await findBrowser({ PATH: folder, CHROMIUM_PATH: chosen })).toBe(chosen);
  });

  it('does not take what cannot be run', async () => {
    await install('chromium', 0o644);
    const chrome = await install('google-chrome');
    expect(await findBrowser({ PATH: folder })).toBe(chrome);
  });

  it.each(['/nowhere/chromium', 'chromium'])('refuses %s as the chosen one', async chosen => {
    await expect(findBrowser({ PATH: folder, CHROMIUM_PATH: chosen })).rejects.toThrow(SetupError);
  });
});
