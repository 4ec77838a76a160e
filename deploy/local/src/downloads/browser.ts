import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Board } from '../progress/board.ts';
import { SetupError } from '../setup-error.ts';
import { CHROMIUM, ensureTools } from './tools.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_APPLICATIONS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

type Environment = Readonly<Record<string, string | undefined>>;

/** Finds the Chromium that tests of pages run in: CHROMIUM_PATH, else one on the PATH; undefined where there is none. */
export async function findBrowser(environment: Environment): Promise<string | undefined> {
  const chosen = environment['CHROMIUM_PATH'];
  if (chosen !== undefined && chosen !== '') {
    if (isAbsolute(chosen) && (await isExecutable(chosen))) return chosen;
    throw new SetupError(
      `CHROMIUM_PATH is no program: ${chosen}.`,
      'Set it to the whole path of Chromium or Chrome, or unset it.',
    );
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  const candidates = NAMES.flatMap(name => folders.map(folder => join(folder, name)));
  for (const candidate of [...candidates, ...MAC_APPLICATIONS]) {
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

/** The Chromium that tests of pages run in, installed when there is none and this user may. */
export async function obtainBrowser(environment: Environment, board: Board): Promise<string> {
  const found = await findBrowser(environment);
  if (found !== undefined) return found;
  await ensureTools([CHROMIUM], board);
  const installed = await findBrowser(environment);
  if (installed !== undefined) return installed;
  throw new SetupError(
    'Chromium was installed, but is not on the PATH.',
    'Set CHROMIUM_PATH to the program and run make again.',
  );
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
