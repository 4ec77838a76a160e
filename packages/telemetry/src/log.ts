import { pino, type DestinationStream } from 'pino';

import { loggableFields } from './redaction.ts';

/** Severities of a log line (STYLE 12.3: by consequence). */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;

/** Severity of a log line. */
export type LogLevel = (typeof logLevels)[number];

/** Fields of a log line: ids, counts, codes. Never payloads. An `error` field takes the error itself. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes one line: a constant sentence, then fields. */
export type Logger = Readonly<Record<LogLevel, (sentence: string, fields?: LogFields) => void>>;

/** A logger that writes nothing. */
export const silentLog: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Logs JSON lines with the service's name, to standard output unless told otherwise; each line is written before the call returns. */
export function createLog(options: {
  readonly service: string;
  readonly version: string;
  readonly level: LogLevel;
  readonly destination?: DestinationStream;
}): Logger {
  const { service, version, level, destination = pino.destination({ fd: 1, sync: true }) } = options;
  const lines = pino(
    {
      level,
      base: { service, version },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
    },
    destination,
  );
  const writer = (severity: LogLevel) => (sentence: string, fields?: LogFields) => {
    if (!lines.isLevelEnabled(severity)) return;
    if (fields === undefined) lines[severity](sentence);
    else lines[severity](loggableFields(fields), sentence);
  };
  return { debug: writer('debug'), info: writer('info'), warn: writer('warn'), error: writer('error') };
}
