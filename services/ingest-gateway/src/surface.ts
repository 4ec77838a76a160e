import type { RequestListener } from 'node:http';

import { createRateLimits } from '@millrace/intake';
import type { Telemetry } from '@millrace/telemetry';

import { createAuthorize } from './authorize.ts';
import { createIsBot } from './bots.ts';
import { trustedProxies } from './client-address.ts';
import { createCollect, type Collect } from './collect-request.ts';
import type { Config } from './config.ts';
import { createInFlight } from './in-flight.ts';
import { createLibraryRouter } from './library/library-router.ts';
import { readPackageFiles } from './library/package-files.ts';
import { assertionAudiences } from './oauth/audiences.ts';
import { createOAuth, oauthWhileStarting } from './oauth/oauth.ts';
import { createTokenFacts } from './oauth/token-facts.ts';
import { createTokenRouter } from './oauth/token-router.ts';
import { replyOfOutdated } from './outdated-sources.ts';
import { createRoutes } from './routes.ts';
import type { FindSource } from './sources.ts';
import type { Intake } from './stores/intake.ts';
import { createFacts } from './telemetry.ts';

/** Everything that is served. */
export type Surface = {
  readonly routes: RequestListener;
  /** Begins to take events; until then a client gets a 503 that tells it to come back. */
  readonly open: (intake: Intake) => void;
};

/** Makes the surface; it can listen before there is anywhere to put events. */
export async function createSurface(config: Config, telemetry: Telemetry): Promise<Surface> {
  const inFlight = createInFlight(config.maxInFlightBytes);
  const facts = createFacts(telemetry.meter, inFlight);
  const proxies = trustedProxies(config.trustedProxies ?? []);
  let collect: Collect = () => Promise.resolve('notReady');
  let findSource: FindSource | undefined = undefined;
  let oauth = oauthWhileStarting;

  const library = await createLibraryRouter({
    files: await readPackageFiles(),
    findSource: () => findSource,
    trustedProxies: proxies,
    maxKeptCopies: config.libraryCopies,
    now: Date.now,
    onAnswered: facts.served,
  });
  const tokenRouter = createTokenRouter({
    grantToken: parameters => oauth.grantToken(parameters),
    inFlight,
    facts: createTokenFacts(telemetry.meter),
  });
  return {
    routes: createRoutes({
      collect: (...visit) => collect(...visit),
      facts,
      log: telemetry.log,
      routers: [tokenRouter, library],
    }),
    open(intake) {
      oauth = createOAuth({
        tokenKey: config.oauthKey?.reveal(),
        audiences: assertionAudiences(config),
        findApp: intake.findApp,
      });
      findSource = intake.findSource;
      const { verifyToken } = oauth;
      const collectKnown = createCollect({
        authorize: createAuthorize({
          findSource: intake.findSource,
          verifyToken,
          rateLimits: createRateLimits(),
          facts,
        }),
        encode: intake.encode,
        store: intake.store,
        inFlight,
        trustedProxies: proxies,
        isBot: createIsBot(config.maxRememberedUserAgents),
        telemetry,
        facts,
      });
      collect = async (...visit) => {
        const reply = await collectKnown(...visit);
        return intake.isCurrent() ? reply : replyOfOutdated(reply);
      };
    },
  };
}
