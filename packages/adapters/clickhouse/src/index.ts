export {
  createClickHouse,
  type ClickHouse,
  type ClickHouseSettings,
  type Parameters,
  type RowInsert,
} from './create-clickhouse.ts';
export { migrate } from './migrations/migrate.ts';
