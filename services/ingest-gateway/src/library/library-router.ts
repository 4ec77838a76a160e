import express, { type Router } from 'express';

import { writeAnswer, writePreflight } from './answer.ts';
import {
  answerBundle,
  answerLibrary,
  answerSettings,
  answerSourceConfig,
  type AnswerDependencies,
  type Ask,
} from './library-answers.ts';
import { refusals } from './refusals.ts';

/** What a page asks for; a label of metrics. */
export type LibraryAsset = 'library' | 'bundle' | 'settings' | 'source-config';

/** What serving the library needs from outside. */
type LibraryDependencies = AnswerDependencies & {
  readonly onAnswered: (asset: LibraryAsset, status: number) => void;
};

/** Serves the browser library and what it, and RudderStack's, ask for before they send. */
export async function createLibraryRouter(dependencies: LibraryDependencies): Promise<Router> {
  const routes: readonly (readonly [path: string, asset: LibraryAsset, ask: Ask])[] = [
    ['/analytics.js/v1/:writeKey/analytics.min.js', 'library', answerLibrary(dependencies)],
    ['/analytics-next/bundles/:file', 'bundle', await answerBundle(dependencies)],
    ['/v1/projects/:writeKey/settings', 'settings', answerSettings(dependencies)],
    ['/sourceConfig', 'source-config', answerSourceConfig(dependencies)],
  ];
  const router = express.Router();
  for (const [path, asset, ask] of routes) {
    router.all(path, (_request, response, next) => {
      response.on('finish', () => dependencies.onAnswered(asset, response.statusCode));
      next();
    });
    router.get(path, async (request, response) => writeAnswer(request, response, await ask(request)));
    router.options(path, writePreflight);
    router.all(path, (request, response) => writeAnswer(request, response, refusals.method));
  }
  return router;
}
