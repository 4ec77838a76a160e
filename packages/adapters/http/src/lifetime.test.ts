import { ConfigError, TransientError } from '@millrace/errors';
import { silentLog, type Logger } from '@millrace/telemetry';
import { describe, expect, it } from '@jest/globals';

import { createLifetime } from './lifetime.ts';

const unreachable = () => new TransientError('broker-unavailable', 'reaching Kafka failed');

describe('a lifetime', () => {
  it('stops its parts in reverse order, once', async () => {
    const lifetime = createLifetime(silentLog);
    const stopped: string[] = [];
    for (const part of ['kafka', 'consumer', 'server']) lifetime.onStop(part, () => void stopped.push(part));
    expect(await Promise.all([lifetime.stop(), lifetime.stop()])).toEqual([true, true]);
    expect(stopped).toEqual(['server', 'consumer', 'kafka']);
  });

  it('stops the other parts where one fails, and says so', async () => {
    const errors: string[] = [];
    const log: Logger = { ...silentLog, error: sentence => void errors.push(sentence) };
    const lifetime = createLifetime(log);
    let isFirstStopped = false;
    lifetime.onStop('first', () => void (isFirstStopped = true));
    lifetime.onStop('second', () => Promise.reject(new Error('no')));
    expect(await lifetime.stop()).toBe(false);
    expect(isFirstStopped).toBe(true);
    expect(errors).toEqual(['Part did not stop well.']);
  });

  it('is ready when started, waits for nothing, and is not stopping', async () => {
    const lifetime = createLifetime(silentLog);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const waited = lifetime.waitFor('kafka', () => promise);
    expect(lifetime.readiness()).toEqual({ ready: false, waitingFor: ['kafka'] });
    lifetime.started();
    expect(lifetime.readiness().ready).toBe(false);
    resolve(undefined);
    await waited;
    expect(lifetime.readiness()).toEqual({ ready: true, waitingFor: [] });
    await lifetime.stop();
    expect(lifetime.readiness().ready).toBe(false);
  });

  it('waits for a dependency through failures that pass, saying so once', async () => {
    const sentences: string[] = [];
    const log: Logger = {
      ...silentLog,
      warn: s => void sentences.push(s),
      info: s => void sentences.push(s),
    };
    let attempts = 0;
    const reach = async () => {
      if (++attempts < 3) throw unreachable();
      return 'connected';
    };
    expect(await createLifetime(log).waitFor('kafka', reach)).toBe('connected');
    expect(sentences).toEqual(['Waiting for a dependency.', 'Dependency reached.']);
  });

  it('does not wait through a failure that stays', async () => {
    const refused = new ConfigError('configuration-invalid', 'wrong password');
    await expect(createLifetime(silentLog).waitFor('redis', () => Promise.reject(refused))).rejects.toBe(
      refused,
    );
  });

  it('ends waiting when the process is asked to stop', async () => {
    const lifetime = createLifetime(silentLog);
    const waited = lifetime.waitFor('kafka', () => Promise.reject(unreachable()));
    await lifetime.stop();
    await expect(waited).rejects.toThrow();
  });
});
