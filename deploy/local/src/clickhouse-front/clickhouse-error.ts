/** An error in ClickHouse's terms: what its HTTP interface tells a client. */
export class ClickhouseError extends Error {
  readonly code: number;
  readonly type: string;

  constructor(code: number, type: string, message: string) {
    super(message);
    this.name = 'ClickhouseError';
    this.code = code;
    this.type = type;
  }
}

/** Codes of ClickHouse that the front raises itself. */
export const REFUSALS = {
  cannotParse: { code: 27, type: 'CANNOT_PARSE_INPUT_ASSERTION_FAILED' },
  badArguments: { code: 36, type: 'BAD_ARGUMENTS' },
  notImplemented: { code: 48, type: 'NOT_IMPLEMENTED' },
  tooLarge: { code: 161, type: 'TOO_LARGE_REQUEST' },
  tooManyQueries: { code: 202, type: 'TOO_MANY_SIMULTANEOUS_QUERIES' },
  cancelled: { code: 394, type: 'QUERY_WAS_CANCELLED' },
} as const;

/** Codes whose HTTP status tells more than 500. Everything that is the caller's fault is 400 or 404 with a server, too. */
const STATUSES: ReadonlyMap<number, number> = new Map([
  ...[6, 26, 27, 36, 38, 41, 43, 47, 53, 62, 72, 115, 117, 130, 456, 457].map(code => [code, 400] as const),
  ...[16, 46, 60, 81].map(code => [code, 404] as const),
  [48, 501],
  [161, 413],
  [159, 408],
  [202, 503],
]);

const ENGINE_MESSAGE = /Code: (\d+)\. DB::Exception: ([\s\S]*) \(([A-Z][A-Z0-9_]+)\)/;

export function refusal(kind: keyof typeof REFUSALS, message: string): ClickhouseError {
  const { code, type } = REFUSALS[kind];
  return new ClickhouseError(code, type, message);
}

/** Reads what the engine threw. The code and type are in its message. */
export function toClickhouseError(error: unknown): ClickhouseError {
  if (error instanceof ClickhouseError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const match = ENGINE_MESSAGE.exec(message);
  if (match?.[1] === undefined) return new ClickhouseError(1001, 'STD_EXCEPTION', message);
  return new ClickhouseError(Number(match[1]), match[3] ?? 'UNKNOWN_EXCEPTION', match[2] ?? message);
}

export function httpStatusOf({ code }: ClickhouseError): number {
  return STATUSES.get(code) ?? 500;
}

/** The body of a failed request; clients read code, message and type out of it. */
export function errorText({ code, type, message }: ClickhouseError): string {
  return `Code: ${code}. DB::Exception: ${message} (${type})`;
}

/**
 * How ClickHouse reports an error after part of the answer has gone out:
 *
 *     \r\n__exception__\r\n<tag>\r\n<message>\n<bytes of message and line break> <tag>\r\n__exception__\r\n
 */
export function lateErrorBlock(error: ClickhouseError, tag: string): Buffer {
  const message = `${errorText(error)}\n`;
  const length = Buffer.byteLength(message);
  return Buffer.from(`\r\n__exception__\r\n${tag}\r\n${message}${length} ${tag}\r\n__exception__\r\n`);
}
