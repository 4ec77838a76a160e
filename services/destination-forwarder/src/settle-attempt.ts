import type { ParkedEvent, ParkedProfile } from '@millrace/contracts';
import { assertNever, type EpochMillis } from '@millrace/domain';
import { BugError } from '@millrace/errors';
import { next, type DeadLetter, type Emission, type Step } from '@millrace/stream';

import type { ActiveDestination } from './active-destination.ts';
import type { Attempt, Drained, Question } from './attempt.ts';
import { retryDelayMs } from './backoff.ts';
import { outcomeRecord, type OutcomeFacts } from './outcome-record.ts';
import { deadLetter, untried } from './parked-profile.ts';
import type { DeliveryRules } from './rules.ts';

type ForwarderStep = Step<ParkedProfile, Question>;
type Made = Extract<Attempt, { kind: 'made' }>;

/** What the firing timer has sent so far, this attempt included. */
type Turn = { readonly endedAt: EpochMillis; readonly drained: Drained; readonly rules: DeliveryRules };

/** The profile whose first event was attempted, and whether the store knows it. */
export type Subject = {
  readonly profileId: string;
  readonly profile: ParkedProfile;
  readonly isStored: boolean;
};

/** What an attempt's end means for the profile: its first event waits on, or is done with and the next one is asked for. */
export function settleAttempt(
  subject: Subject,
  attempt: Attempt,
  rules: DeliveryRules,
  destination: ActiveDestination,
): ForwarderStep {
  switch (attempt.kind) {
    case 'made':
      return settleMade(subject, attempt, rules, destination);
    case 'unsendable':
      return settleUnsendable(subject, attempt, rules, destination);
    case 'withheld': {
      const { messageId } = firstEvent(subject.profile);
      return wait(subject, { dueAt: attempt.at + retryDelayMs(1, messageId, rules.backoff) });
    }
    default:
      return assertNever(attempt);
  }
}

function settleMade(
  subject: Subject,
  attempt: Made,
  rules: DeliveryRules,
  destination: ActiveDestination,
): ForwarderStep {
  const { profileId, profile } = subject;
  const event = firstEvent(profile);
  const attempts = profile.attempts + 1;
  const firstAttemptAt = profile.attempts === 0 ? attempt.startedAt : profile.firstAttemptAt;
  const endedAt = attempt.startedAt + attempt.durationMs;
  const delayMs = retryDelayMs(attempts, event.messageId, rules.backoff);
  const report = createReport(subject, attempt, attempts, destination);
  const turn = { endedAt, drained: drainedAfter(attempt.drained, attempt.durationMs), rules };

  const outcome = destination.plugin.classify(attempt.reply);
  switch (outcome.kind) {
    case 'delivered':
      return goOn(subject, turn, { outputs: report({ outcome: 'delivered' }) });
    case 'rejected':
      return goOn(subject, turn, { outputs: report({ outcome: 'rejected', reason: outcome.reason }) });
    case 'retry': {
      const { reason, afterMs = 0 } = outcome;
      const horizonAt = firstAttemptAt + rules.horizonMs;
      if (endedAt >= horizonAt) {
        return goOn(subject, turn, {
          outputs: report({ outcome: 'expired', reason }),
          deadLetters: [deadLetter(profileId, event, 'delivery-expired')],
        });
      }
      // Whatever the pause, an event has its last attempt when its horizon is reached.
      const dueAt = Math.min(endedAt + Math.max(delayMs, afterMs), horizonAt);
      const outputs = report({ outcome: 'retrying', reason, nextAttemptAt: dueAt });
      return wait(subject, { attempts, firstAttemptAt, dueAt }, outputs);
    }
    case 'unauthorized': {
      const dueAt = endedAt + delayMs;
      const outputs = report({ outcome: 'unauthorized', reason: outcome.reason, nextAttemptAt: dueAt });
      // The event is not at fault: its horizon begins when the credentials are right.
      return wait(subject, { attempts, firstAttemptAt: endedAt, dueAt }, outputs);
    }
    default:
      return assertNever(outcome);
  }
}

function settleUnsendable(
  subject: Subject,
  { code, at, drained }: Extract<Attempt, { kind: 'unsendable' }>,
  rules: DeliveryRules,
  destination: ActiveDestination,
): ForwarderStep {
  const { profileId, profile } = subject;
  const event = firstEvent(profile);
  const about = { profileId, spaceId: profile.spaceId };
  const facts = { outcome: 'rejected', reason: code, attempt: profile.attempts, attemptedAt: at } as const;
  return goOn(
    subject,
    { endedAt: at, drained: drainedAfter(drained, 0), rules },
    {
      outputs: [outcomeRecord(destination, about, event, facts)],
      deadLetters: [deadLetter(profileId, event, code)],
    },
  );
}

/** Asks for the first event of a parked profile. */
export function askForFirst(profile: ParkedProfile, drained: Drained): Question {
  return {
    event: firstEvent(profile),
    activity: undefined,
    attempt: profile.attempts + 1,
    isParked: true,
    drained,
  };
}

function firstEvent({ events: [event] }: ParkedProfile): ParkedEvent {
  if (event === undefined) throw new BugError('unexpected-error', 'a parked profile has no events');
  return event;
}

type Report = (facts: Pick<OutcomeFacts, 'outcome' | 'reason' | 'nextAttemptAt'>) => readonly Emission[];

function createReport(
  { profileId, profile }: Subject,
  { reply, startedAt, durationMs }: Made,
  attempt: number,
  destination: ActiveDestination,
): Report {
  const status = reply.kind === 'response' ? { status: reply.status } : undefined;
  const made = { ...status, attempt, attemptedAt: startedAt, durationMs };
  const about = { profileId, spaceId: profile.spaceId };
  return facts => [outcomeRecord(destination, about, firstEvent(profile), { ...made, ...facts })];
}

/** Keeps the profile as it is but for what the attempt changed. */
function wait(
  { profileId, profile }: Subject,
  change: Partial<ParkedProfile>,
  outputs: readonly Emission[] = [],
): ForwarderStep {
  return next([{ key: profileId, state: { ...profile, ...change } }], outputs);
}

/** Takes the first event off the profile and asks for the next, until one timer has sent enough. */
function goOn(
  { profileId, profile, isStored }: Subject,
  { endedAt, drained, rules: { maxDrained } }: Turn,
  done: { readonly outputs: readonly Emission[]; readonly deadLetters?: readonly DeadLetter[] },
): ForwarderStep {
  const later = profile.events.slice(1);
  if (later.length === 0) {
    return { kind: 'next', ...done, changes: isStored ? [{ key: profileId, state: undefined }] : [] };
  }
  const state = untried(later, profile.spaceId, endedAt);
  const step: ForwarderStep = { kind: 'next', ...done, changes: [{ key: profileId, state }] };
  const hasHadItsTurn = drained.events >= maxDrained.events || drained.durationMs >= maxDrained.durationMs;
  return hasHadItsTurn ? step : { ...step, ask: askForFirst(state, drained) };
}

function drainedAfter(before: Drained, durationMs: number): Drained {
  return { events: before.events + 1, durationMs: before.durationMs + durationMs };
}
