import type { ClickHouse } from '@millrace/clickhouse';

import type { Archive } from '../archive.ts';
import { createClickHouseInvocationStore } from './clickhouse-invocation-store.ts';
import { createClickHouseSchemaStore } from './clickhouse-schema-store.ts';

/** The archive that event-archiver keeps in ClickHouse. */
export function createClickHouseArchive(clickhouse: Pick<ClickHouse, 'query'>): Archive {
  return {
    schemas: createClickHouseSchemaStore(clickhouse),
    invocations: createClickHouseInvocationStore(clickhouse),
  };
}
