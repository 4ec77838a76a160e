import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { findConnection, findDebugger } from './connection.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-connection-'));
  mkdirSync(join(folder, '.local'));
  mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
  writeFileSync(
    join(folder, '.local', 'endpoints.json'),
    '{"controlApi":"http://local:1/","sourceDebugger":"http://local:2/"}',
  );
  writeFileSync(join(folder, '.local', 'admin-token'), 'local-token\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('findConnection', () => {
  it('finds the local stack from any folder of the repository', () => {
    const found = findConnection({}, { environment: {}, folder: join(folder, 'deep', 'er') });
    expect(found).toEqual({ api: 'http://local:1', token: 'local-token' });
  });

  it('prefers the environment, and flags to it', () => {
    const environment = { MILLRACE_API: 'http://env:2', MILLRACE_TOKEN: 'env-token' };
    expect(findConnection({}, { environment, folder })).toEqual({ api: 'http://env:2', token: 'env-token' });
    const flags = { api: 'http://flag:3', token: 'flag-token' };
    expect(findConnection(flags, { environment, folder })).toEqual(flags);
  });

  it('leaves out what is nowhere', () => {
    const environment = { MILLRACE_HOME: join(folder, 'nowhere') };
    expect(findConnection({ token: 't' }, { environment, folder })).toEqual({ token: 't' });
  });
});

it('findDebugger finds source-debugger in the same places', () => {
  const found = findDebugger({}, { environment: {}, folder });
  expect(found).toEqual({ url: 'http://local:2', token: 'local-token' });
  const environment = { MILLRACE_DEBUGGER: 'http://env:3' };
  expect(findDebugger({ token: 't' }, { environment, folder })).toEqual({ url: 'http://env:3', token: 't' });
  expect(findDebugger({ debugger: 'http://flag:4' }, { environment, folder })).toMatchObject({
    url: 'http://flag:4',
  });
});
