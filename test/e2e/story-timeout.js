import { jest } from '@jest/globals';

// For a busy machine, and longer than most waits inside a test: a wait that fails says what it waited for, jest only that it was long.
jest.setTimeout(120_000);
