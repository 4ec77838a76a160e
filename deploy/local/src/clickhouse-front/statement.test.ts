import { describe, expect, it } from '@jest/globals';
import { parseStatement } from './statement.ts';

const rowsOf = (sql: string): string | undefined => {
  const statement = parseStatement(sql);
  return statement.kind === 'insert-rows' ? sql.slice(statement.dataStart) : undefined;
};

describe('parseStatement', () => {
  it.each([
    ['INSERT INTO events FORMAT JSONEachRow', { table: 'events', columns: undefined }],
    [
      'insert into millrace.events(id, name) format JSONEachRow\n',
      { table: 'millrace.events', columns: ['id', 'name'] },
    ],
    [
      'INSERT INTO TABLE `millrace`."events" (`id`) FORMAT JSONEachRow',
      { table: 'millrace.events', columns: ['id'] },
    ],
    ['/* why */ INSERT -- so\n INTO events FORMAT JSONEachRow', { table: 'events', columns: undefined }],
    ['INSERT INTO format (format) FORMAT JSONEachRow', { table: 'format', columns: ['format'] }],
    ['INSERT INTO `odd.name` FORMAT JSONEachRow', undefined],
    ['INSERT INTO events (* EXCEPT(id)) FORMAT JSONEachRow', undefined],
    ["INSERT INTO FUNCTION file('x') FORMAT JSONEachRow", undefined],
    ['INSERT INTO events SETTINGS async_insert = 0 FORMAT JSONEachRow', undefined],
  ])('finds the target of %j', (sql, target) => {
    expect(parseStatement(sql)).toMatchObject({ kind: 'insert-rows', format: 'JSONEachRow', target });
  });

  it.each([
    ['INSERT INTO t FORMAT CSV\n1,2\n', '1,2\n'],
    ['INSERT INTO t FORMAT CSV 1,2', '1,2'],
    ['INSERT INTO t FORMAT CSV;\r\n\n1', '\n1'],
    ['INSERT INTO t FORMAT JSONEachRow\n{"a":"SELECT FORMAT"}', '{"a":"SELECT FORMAT"}'],
    ['INSERT INTO t FORMAT JSONEachRow', ''],
  ])('leaves the rows of %j as they are', (sql, rows) => {
    expect(rowsOf(sql)).toBe(rows);
  });

  it.each([
    "INSERT INTO t VALUES (1, 'FORMAT CSV')",
    'INSERT INTO t SELECT 1 FORMAT CSV',
    'INSERT INTO t (a) WITH 1 AS x SELECT x',
    'CREATE TABLE t (a Int8) ENGINE = Memory',
    'SHOW TABLES',
    '',
  ])('has no rows after %j', sql => {
    expect(parseStatement(sql).kind).toBe('other');
  });

  it.each([
    ['SELECT 1', undefined],
    ['SELECT 1 FORMAT JSONEachRow', 'JSONEachRow'],
    ['SELECT 1\nformat CSV SETTINGS max_threads = 1;', 'CSV'],
    ["SELECT 'it\\'s FORMAT CSV' AS x", undefined],
    ['SELECT 1 -- FORMAT CSV', undefined],
    ['SELECT * FROM (SELECT format FROM t)', undefined],
    ['WITH 1 AS x SELECT x FORMAT TSV', 'TSV'],
    ['(SELECT 1) UNION ALL (SELECT 2) FORMAT CSV', 'CSV'],
  ])('finds the format of %j', (sql, format) => {
    expect(parseStatement(sql)).toEqual({ kind: 'select', format });
  });
});
