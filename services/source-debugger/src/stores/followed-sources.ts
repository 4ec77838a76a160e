import { topics } from '@millrace/contracts';
import type { MillraceError } from '@millrace/errors';
import { ensureTopics, followTopic, type createKafka } from '@millrace/kafka';
import { createResourceTable } from '@millrace/resources';
import type { Codecs } from '@millrace/schema-registry';
import type { Logger } from '@millrace/telemetry';

type Deps = {
  readonly kafka: ReturnType<typeof createKafka>;
  readonly codecs: Codecs;
  readonly log: Logger;
  readonly workspace: string;
  readonly onUnusable: (problem: MillraceError) => void;
  readonly signal: AbortSignal;
};

/** The sources of one workspace, as they are at the moment. */
export type FollowedSources = {
  /** Id of a source by its id or its slug. */
  readonly find: (idOrSlug: string) => string | undefined;
  close(): Promise<void>;
};

/** Reads the configuration to its end, then keeps up with it. */
export async function followSources(deps: Deps): Promise<FollowedSources> {
  const { kafka, codecs, log, workspace, onUnusable, signal } = deps;
  const topic = topics.configResources;
  await ensureTopics({ kafka, topics: [topic], log, signal });
  const resources = createResourceTable();
  const followed = await followTopic({
    kafka,
    topic,
    codec: await codecs.codecFor(topic),
    log,
    onRecord(key, record) {
      const problem = resources.apply(key, record);
      if (problem !== undefined) onUnusable(problem);
    },
  });
  await followed.caughtUp;
  return {
    find(idOrSlug) {
      const byId = resources.byId('source', idOrSlug);
      const source = byId?.workspace === workspace ? byId : resources.bySlug(workspace, 'source', idOrSlug);
      return source?.id;
    },
    close: () => followed.close(),
  };
}
