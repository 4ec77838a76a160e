import type { Event, ParkedProfile, ProfileActivity } from '@millrace/contracts';
import { assertNever } from '@millrace/domain';
import { ask, ignore, next, type Context, type Handler, type InputRecord, type Step } from '@millrace/stream';

import type { Tables } from './active-destination.ts';
import { nothingDrained, type Attempt, type Question } from './attempt.ts';
import { giveUp } from './give-up.ts';
import { outcomeRecord } from './outcome-record.ts';
import { isOverfull, parkedEvent, untried } from './parked-profile.ts';
import type { DeliveryRules } from './rules.ts';
import { askForFirst, settleAttempt } from './settle-attempt.ts';

type ForwarderStep = Step<ParkedProfile, Question>;
type Activity = InputRecord<ProfileActivity>;

/**
 * Decides about one profile at one destination: its events are asked for one after another; a failing one parks the profile,
 * later ones wait behind it in order, and a timer takes it up again.
 */
export function createHandler(
  rules: DeliveryRules,
): Handler<ProfileActivity, ParkedProfile, Tables, Question, Attempt> {
  return (states, input, context) => {
    switch (input.kind) {
      case 'record':
        return onRecord(input, states.get(input.key), rules, context);
      case 'timer':
        return onTimer(input.key, states.get(input.key), context);
      case 'answer':
        return input.to.kind === 'record'
          ? onFirstAnswer(input.to, input.answer, rules, context)
          : onTimerAnswer(input.to.key, states.get(input.to.key), input.answer, rules, context);
      default:
        return assertNever(input);
    }
  };
}

function onRecord(
  record: Activity,
  parked: ParkedProfile | undefined,
  rules: DeliveryRules,
  context: Context<Tables>,
): ForwarderStep {
  const { destination } = context.tables;
  const { event } = record.value;
  if (event === null) return ignore('not-an-event');
  if (!destination.isEnabled) return ignore('destination-disabled');
  if (!destination.sourceIds.has(event.sourceId)) return ignore('source-not-connected');
  if (destination.plugin.actionFor(event.type) === undefined) return unsupported(record, event, context);
  if (parked !== undefined) return waitBehind(record, event, parked, rules, context);
  return ask({
    event: parkedEvent(record, event),
    activity: record.value,
    attempt: 1,
    isParked: false,
    drained: nothingDrained,
  });
}

function unsupported(record: Activity, event: Event, { now, tables }: Context<Tables>): ForwarderStep {
  const about = { profileId: record.key, spaceId: record.value.spaceId };
  const facts = {
    outcome: 'unsupported',
    reason: 'event-type-unsupported',
    attempt: 0,
    attemptedAt: now,
  } as const;
  return next([], [outcomeRecord(tables.destination, about, parkedEvent(record, event), facts)]);
}

function waitBehind(
  record: Activity,
  event: Event,
  parked: ParkedProfile,
  rules: DeliveryRules,
  context: Context<Tables>,
): ForwarderStep {
  const longer = { ...parked, events: [...parked.events, parkedEvent(record, event)] };
  return isOverfull(longer, rules)
    ? giveUp(record.key, longer, 'parked-too-much', context)
    : next([{ key: record.key, state: longer }]);
}

function onTimer(
  profileId: string,
  profile: ParkedProfile | undefined,
  context: Context<Tables>,
): ForwarderStep {
  if (profile === undefined) return ignore('timer-outlived');
  if (!context.tables.destination.isEnabled) {
    return giveUp(profileId, profile, 'destination-disabled', context);
  }
  return ask(askForFirst(profile, nothingDrained));
}

function onFirstAnswer(
  record: Activity,
  attempt: Attempt,
  rules: DeliveryRules,
  { tables }: Context<Tables>,
): ForwarderStep {
  const { event, spaceId } = record.value;
  if (event === null) return ignore('not-an-event');
  const startedAt = attempt.kind === 'made' ? attempt.startedAt : attempt.at;
  const profile = untried([parkedEvent(record, event)], spaceId, startedAt);
  return settleAttempt(
    { profileId: record.key, profile, isStored: false },
    attempt,
    rules,
    tables.destination,
  );
}

function onTimerAnswer(
  profileId: string,
  profile: ParkedProfile | undefined,
  attempt: Attempt,
  rules: DeliveryRules,
  { tables }: Context<Tables>,
): ForwarderStep {
  if (profile === undefined) return ignore('timer-outlived');
  return settleAttempt({ profileId, profile, isStored: true }, attempt, rules, tables.destination);
}
