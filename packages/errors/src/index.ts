export { errorCodes, type ErrorCode } from './codes.ts';
export {
  BugError,
  ConfigError,
  FencedError,
  InvalidRecordError,
  MillraceError,
  TransientError,
  UnauthorizedError,
  type ErrorDetails,
} from './classes.ts';
export { classifyError } from './classify.ts';
