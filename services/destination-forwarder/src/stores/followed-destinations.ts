import { topics } from '@millrace/contracts';
import { followTopic, type createKafka } from '@millrace/kafka';
import { createResourceTable, type Destination } from '@millrace/resources';
import type { Codecs } from '@millrace/schema-registry';
import type { Logger } from '@millrace/telemetry';

import type { FleetTelemetry } from '../telemetry.ts';

type Deps = {
  readonly kafka: ReturnType<typeof createKafka>;
  readonly codecs: Codecs;
  readonly log: Logger;
  readonly telemetry: FleetTelemetry;
  /** Called with all destinations once the configuration is read, and after every change of it. */
  readonly onChange: (destinations: readonly Destination[]) => void;
};

/** Reads the configuration to its end, then keeps up with it. Resolves after the first call of `onChange`. The topic must exist. */
export async function followDestinations({ kafka, codecs, log, telemetry, onChange }: Deps): Promise<{
  close(): Promise<void>;
}> {
  const resources = createResourceTable();
  let isRead = false;
  let isTelling = false;
  const tell = (): void => {
    isTelling = false;
    onChange(resources.destinations());
  };
  const followed = await followTopic({
    kafka,
    topic: topics.configResources,
    codec: await codecs.codecFor(topics.configResources),
    log,
    onRecord(key, record) {
      const problem = resources.apply(key, record);
      if (problem !== undefined) telemetry.resourceUnusable(problem);
      // Changes that came together are told together.
      if (isRead && !isTelling) setImmediate(tell);
      isTelling = isRead;
    },
  });
  await followed.caughtUp;
  isRead = true;
  tell();
  return { close: () => followed.close() };
}
