import { ClickHouseError } from '@clickhouse/client';
import {
  classifyError,
  ConfigError,
  InvalidRecordError,
  MillraceError,
  TransientError,
} from '@millrace/errors';

/** ClickHouse's codes for values that do not fit their columns: the same rows fail the same way again. */
const refusedRows: ReadonlySet<string> = new Set([
  '6', // CANNOT_PARSE_TEXT
  '26', // CANNOT_PARSE_QUOTED_STRING
  '27', // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  '38', // CANNOT_PARSE_DATE
  '41', // CANNOT_PARSE_DATETIME
  '53', // TYPE_MISMATCH
  '69', // ARGUMENT_OUT_OF_BOUND
  '70', // CANNOT_CONVERT_TYPE
  '72', // CANNOT_PARSE_NUMBER
  '117', // INCORRECT_DATA
  '131', // TOO_LARGE_STRING_SIZE
  '321', // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
  '349', // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  '469', // VIOLATED_CONSTRAINT
]);

/** Codes that only a person can put right: schema, rights, statement. */
const refusedBySetup: ReadonlySet<string> = new Set([
  '16', // NO_SUCH_COLUMN_IN_TABLE
  '36', // BAD_ARGUMENTS
  '46', // UNKNOWN_FUNCTION
  '47', // UNKNOWN_IDENTIFIER
  '57', // TABLE_ALREADY_EXISTS
  '60', // UNKNOWN_TABLE
  '62', // SYNTAX_ERROR
  '81', // UNKNOWN_DATABASE
  '115', // UNKNOWN_SETTING
  '192', // UNKNOWN_USER
  '497', // ACCESS_DENIED
  '516', // AUTHENTICATION_FAILED
]);

/** The library reports faults of the network and its own deadlines as plain errors; what it cannot build a request from is a TypeError. */
export function translateClickHouseError(thrown: unknown, tried: string): MillraceError {
  if (thrown instanceof MillraceError) return thrown;
  if (!isError(thrown) || thrown instanceof TypeError) return classifyError(thrown);
  // A refused connection comes as an AggregateError without a message.
  const message = `${tried} failed: ${firstLine(thrown.message) || errnoOf(thrown) || thrown.name}`;
  if (!(thrown instanceof ClickHouseError)) {
    return new TransientError('clickhouse-unavailable', message, { cause: thrown });
  }
  const options = { cause: thrown, details: { clickhouseCode: Number(thrown.code) } };
  if (refusedRows.has(thrown.code)) return new InvalidRecordError('clickhouse-refused', message, options);
  if (refusedBySetup.has(thrown.code)) return new ConfigError('clickhouse-refused', message, options);
  return new TransientError('clickhouse-unavailable', message, options);
}

/** ClickHouse quotes the row it could not read from the second line on: personal data stays out of messages. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

/** `instanceof` would miss errors that the platform makes in another realm than ours, as under a test runner. */
function isError(thrown: unknown): thrown is Error {
  return Object.prototype.toString.call(thrown) === '[object Error]';
}

function errnoOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
