import type { EpochMillis, SourceId } from '@millrace/domain';
import { InvalidRecordError } from '@millrace/errors';
import type { RateLimits } from '@millrace/intake';
import { openSettings, webhookSettings, type ResourceTable, type Source } from '@millrace/resources';

import type { RunnableFunction, Unrunnable } from './invocation.ts';
import type { ReplyName } from './replies.ts';
import type { EventRules } from './webhook-event.ts';

/** What a request to a webhook comes to. */
export type Target =
  | { readonly kind: 'event'; readonly sourceId: SourceId; readonly rules: EventRules }
  | { readonly kind: 'function'; readonly sourceId: SourceId; readonly functionId: string }
  | { readonly kind: 'refused'; readonly reply: ReplyName };

/** Finds out whose a request is, and which function is to run. */
export type Targets = {
  /** The target of a write key; counts the request against the limit of its source. */
  find(writeKey: string, now: EpochMillis): Target;
  /** The function of a source as it is now. */
  functionOf(sourceId: SourceId): RunnableFunction | Unrunnable;
};

type Resources = Pick<ResourceTable, 'sourceByWriteKey' | 'sourceById' | 'byId'>;

const defaultRules = webhookSettings.parse({});

type Deps = {
  readonly resources: Resources;
  readonly rateLimits: RateLimits;
  /** Opens what functions are told. */
  readonly secretsKey: Buffer;
};

/** Looks in the workspace's resources as they are at the moment. */
export function createTargets({ resources, rateLimits, secretsKey }: Deps): Targets {
  return {
    find(writeKey, now) {
      const source = resources.sourceByWriteKey(writeKey);
      if (source === undefined || hasExpired(source, writeKey, now)) return refused('unknownWriteKey');
      if (source.type !== 'webhook' && source.type !== 'function') return refused('notAWebhook');
      if (!source.enabled) return refused('sourceDisabled');
      // Who sends webhooks has no token to send along.
      if (source.settings.requireOAuth) return refused('tokenRequired');
      if (!rateLimits.allow(source, now)) return refused('rateLimited');
      const { id: sourceId, functionId } = source;
      if (source.type === 'function') return { kind: 'function', sourceId, functionId: functionId ?? '' };
      return { kind: 'event', sourceId, rules: source.settings.webhook ?? defaultRules };
    },
    functionOf(sourceId) {
      const source = resources.sourceById(sourceId);
      if (source?.enabled !== true)
        return unrunnable('source_disabled', 'The source is deleted or disabled.');
      const found = source.functionId === null ? undefined : resources.byId('function', source.functionId);
      if (found?.type !== 'source') {
        return unrunnable(
          'BAD_DEPLOY',
          'The source has no function that could run: deploy one and connect it.',
        );
      }
      const { id, version, name, code } = found;
      const settings = openedSettings(source, secretsKey);
      if (settings === undefined)
        return unrunnable('invalid_settings', 'A secret setting cannot be opened: set it again.');
      const secrets = Object.keys(source.functionSecrets).map(secret => settings[secret]);
      return { id, version, name, code, settings, secrets };
    },
  };
}

function refused(reply: ReplyName): Target {
  return { kind: 'refused', reply };
}

function unrunnable(code: Unrunnable['code'], message: string): Unrunnable {
  return { kind: 'unrunnable', code, message };
}

function hasExpired({ expiringWriteKeys }: Source, writeKey: string, now: EpochMillis): boolean {
  return expiringWriteKeys.some(expiring => expiring.writeKey === writeKey && expiring.expiresAt <= now);
}

/** Undefined where a secret was sealed with another key. */
function openedSettings(source: Source, key: Buffer): Readonly<Record<string, unknown>> | undefined {
  const { functionSettings: settings, functionSecrets: secrets } = source;
  try {
    return openSettings({ ...source, settings, secrets }, key);
  } catch (thrown) {
    if (thrown instanceof InvalidRecordError) return undefined;
    throw thrown;
  }
}
