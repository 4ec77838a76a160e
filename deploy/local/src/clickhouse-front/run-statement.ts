import type { Session } from 'chdb';
import type { Answer } from './answer.ts';
import { refusal } from './clickhouse-error.ts';
import { isDirectInsert, isStreamable, isText, type DirectInsertFormat } from './formats.ts';
import type { FrontRequest } from './front-request.ts';
import { prepareSession } from './session-sql.ts';
import { parseStatement, type InsertTarget, type Statement } from './statement.ts';

/** `sql` ends where the rows of an insert begin, or holds them; `body` is what follows. */
export type StatementRequest = FrontRequest & Readonly<{ sql: string; body: Buffer }>;

type InsertStatement = Extract<Statement, { kind: 'insert-rows' }>;
type RowsToInsert = Readonly<{ target: InsertTarget; format: DirectInsertFormat; rows: Buffer }>;
type Query = Readonly<{ sql: string; format: string }>;

/** Rows of a piece, unless the request says otherwise: small enough that many answers fit side by side. */
const STREAM_BLOCK_ROWS = 8_192;

/** Runs one request on a connection that nobody else uses. */
export async function runStatement(
  session: Session,
  request: StatementRequest,
  signal: AbortSignal,
): Promise<Answer> {
  for (const sql of prepareSession(request)) session.query(sql);
  const statement = parseStatement(request.sql);
  if (statement.kind === 'insert-rows') return insert(session, request, statement);
  const format = statement.format ?? request.defaultFormat ?? 'TabSeparated';
  const query = { sql: request.sql + request.body.toString(), format };
  const streams = statement.kind === 'select' && isStreamable(format) && !request.waitForEnd;
  if (!streams) return answerWhole(session, query);
  if (!request.settings.has('max_block_size')) session.query(`SET max_block_size = ${STREAM_BLOCK_ROWS}`);
  return answerInPieces(session, query, signal);
}

function insert(
  session: Session,
  { sql, body }: StatementRequest,
  { target, format, dataStart }: InsertStatement,
): Promise<Answer> {
  const inText = sql.slice(dataStart);
  const rows = inText === '' ? body : Buffer.concat([Buffer.from(inText), body]);
  if (target !== undefined && isDirectInsert(format)) return insertRows(session, { target, format, rows });
  if (!isText(format))
    throw refusal('notImplemented', `Inserting the format ${format} is not supported here.`);
  return answerWhole(session, {
    sql: `${sql.slice(0, dataStart)}\n${rows.toString()}`,
    format: 'TabSeparated',
  });
}

async function insertRows(session: Session, { target, format, rows }: RowsToInsert): Promise<Answer> {
  const { table, columns } = target;
  const summary = await session.insert({ table, ...(columns && { columns }), format, values: rows });
  return {
    format,
    writtenRows: summary.rowsWritten,
    writtenBytes: summary.bytesWritten,
    pieces: [],
    close: () => Promise.resolve(),
  };
}

async function answerWhole(session: Session, { sql, format }: Query): Promise<Answer> {
  const bytes = (await session.queryAsync(sql, { format })).bytes();
  return {
    format,
    writtenRows: 0,
    writtenBytes: 0,
    pieces: bytes.length === 0 ? [] : [bytes],
    close: () => Promise.resolve(),
  };
}

/** Waits for the first piece, so that most errors come while the status can still be chosen. */
async function answerInPieces(
  session: Session,
  { sql, format }: Query,
  signal: AbortSignal,
): Promise<Answer> {
  const chunks = session.queryStream(sql, { format, signal })[Symbol.asyncIterator]();
  const first = await chunks.next();
  async function* pieces(): AsyncGenerator<Uint8Array, undefined> {
    for (let next = first; !next.done; next = await chunks.next()) yield next.value.raw();
  }
  return {
    format,
    writtenRows: 0,
    writtenBytes: 0,
    pieces: pieces(),
    close: async () => {
      await chunks.return?.();
    },
  };
}
