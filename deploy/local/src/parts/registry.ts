import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { addressesOf } from '../endpoints.ts';
import type { Stack } from '../stack.ts';
import { javaArguments } from './java-arguments.ts';
import type { Part } from './part.ts';
import { answersHttp } from './probes.ts';

/** Apicurio Registry, which speaks the Confluent API; it stores in a file, so it starts beside Kafka. */
export function createRegistryPart({ settings, layout, ports }: Stack): Part {
  const folder = join(layout.data, 'registry');
  return {
    name: 'registry',
    group: 'infrastructure',
    ports: [ports.schemaRegistry, ports.registryManagement],
    launch: async downloads => {
      const { java, artifacts } = await downloads;
      await mkdir(layout.cache, { recursive: true });
      const tuning = {
        heapBytes: settings.registryHeapBytes,
        classArchive: join(layout.cache, 'registry.jsa'),
      };
      const properties = {
        'quarkus.http.host': '127.0.0.1',
        'quarkus.http.port': ports.schemaRegistry,
        // Its default is every interface.
        'quarkus.management.host': '127.0.0.1',
        'quarkus.management.port': ports.registryManagement,
        'quarkus.http.access-log.enabled': false,
        'quarkus.log.level': 'WARN',
        'apicurio.log.level': 'WARN',
        'apicurio.storage.kind': 'sql',
        'apicurio.storage.sql.kind': 'h2',
        'apicurio.datasource.url': `jdbc:h2:file:${join(folder, 'registry')}`,
      };
      return {
        command: java,
        args: [
          ...javaArguments(tuning),
          // It does little after its start. (Kafka keeps the second compiler: 70 % of a core became 46 % at 500 events/s.)
          '-XX:TieredStopAtLevel=1',
          ...Object.entries(properties).map(([key, value]) => `-D${key}=${value}`),
          ...['-jar', join(artifacts.registryFolder, 'quarkus-run.jar')],
        ],
        cwd: folder,
      };
    },
    isReady: signal => answersHttp(`${addressesOf(ports).schemaRegistry}/subjects`, signal),
    readyWithinMs: 120_000,
    stopWithinMs: 60_000,
  };
}
