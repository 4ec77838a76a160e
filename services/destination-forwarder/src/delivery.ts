import type { ProfileActivity } from '@millrace/contracts';
import type { RequestPlan } from '@millrace/destinations';
import type { ProfileId } from '@millrace/domain';
import { BugError, classifyError, InvalidRecordError, TransientError } from '@millrace/errors';

import type { ActiveDestination } from './active-destination.ts';
import type { Attempt, Question } from './attempt.ts';
import { healthAfter, healthy, type Health } from './health.ts';
import type { HttpSender } from './http-sender.ts';
import { createSlots } from './slots.ts';
import type { DestinationTelemetry } from './telemetry.ts';

/** Answers the handler's questions by sending requests to one destination. */
export type Delivery = {
  /** Makes one attempt, or withholds it. Throws TransientError where the schema of a waiting event cannot be fetched. */
  attempt(question: Question): Promise<Attempt>;
  /** Whether recent answers say that the destination takes events. */
  isUp(): boolean;
  /** From here on nothing is sent and events wait, so that the batches in hand can be committed soon. */
  holdBack(): void;
};

type Deps = {
  /** The destination as it is configured now. */
  readonly destination: () => ActiveDestination;
  readonly sender: HttpSender;
  /** Reads waiting events. */
  readonly codec: {
    decode(bytes: Buffer): ProfileActivity;
    prepare(bytes: readonly Buffer[]): Promise<void> | undefined;
  };
  readonly telemetry: DestinationTelemetry;
  /** Requests on their way at a time. */
  readonly concurrency: number;
  readonly downAfter: number;
};

/** A delivery that takes its destination to be up. */
export function createDelivery(deps: Deps): Delivery {
  const { sender, codec, telemetry, downAfter } = deps;
  const slots = createSlots(deps.concurrency);
  let health: Health = healthy;
  let isHeldBack = false;

  const isWithheld = ({ isParked }: Question): boolean => isHeldBack || (!isParked && health.status !== 'up');

  const learn = (outcome: Parameters<typeof healthAfter>[1], isFirstAttempt: boolean): void => {
    const before = health.status;
    health = healthAfter(health, outcome, { isFirstAttempt, downAfter });
    if (health.status !== before) telemetry.healthChanged(health);
  };

  const send = async (
    question: Question,
    plan: RequestPlan,
    destination: ActiveDestination,
  ): Promise<Attempt> => {
    const { event, attempt, drained } = question;
    const { plugin } = destination;
    const { traceparent, messageId } = event;
    const { method, url } = plan;
    const span = telemetry.startCall({ plugin: plugin.slug, traceparent, messageId, attempt, method, url });
    const startedAt = Date.now();
    const reply = await sender.send(plan, plugin.limits, span.traceparent);
    const durationMs = Math.max(0, Date.now() - startedAt);
    const outcome = plugin.classify(reply);
    learn(outcome.kind, !question.isParked);
    telemetry.attemptMade(outcome.kind, durationMs);
    if (outcome.kind !== 'delivered') span.fail(outcome.reason);
    span.end();
    return { kind: 'made', reply, startedAt, durationMs, drained };
  };

  const attemptInTurn = async (question: Question): Promise<Attempt> => {
    if (isWithheld(question)) {
      telemetry.attemptWithheld();
      return { kind: 'withheld', at: Date.now() };
    }
    const destination = deps.destination();
    const activity = question.activity ?? (await waitingActivity(question, codec));
    if (activity instanceof Error) return unsendable(question, activity);
    const plan = planFor(activity, destination);
    if (plan instanceof Error) return unsendable(question, plan);
    return send(question, plan, destination);
  };

  const unsendable = ({ isParked, drained }: Question, error: Error): Attempt => {
    // The record is in hand: the runtime knows what a bug means for it, and stops where there are too many.
    if (!isParked) throw error;
    telemetry.eventUnsendable(error);
    return { kind: 'unsendable', code: classifyError(error).code, at: Date.now(), drained };
  };

  return {
    async attempt(question) {
      await slots.take();
      try {
        return await attemptInTurn(question);
      } finally {
        slots.give();
      }
    },
    isUp: () => health.status === 'up',
    holdBack() {
      isHeldBack = true;
    },
  };
}

/** The activity of a waiting event; an error where its bytes cannot be read any more. */
async function waitingActivity({ event }: Question, codec: Deps['codec']): Promise<ProfileActivity | Error> {
  try {
    await codec.prepare([event.value]);
    return codec.decode(event.value);
  } catch (thrown) {
    const error = classifyError(thrown);
    if (error instanceof TransientError) throw error;
    return error;
  }
}

/** The request for an event; an error where the plug-in cannot make one. */
function planFor({ event, profileId }: ProfileActivity, { plugin }: ActiveDestination): RequestPlan | Error {
  if (event === null) return new InvalidRecordError('decoding-failed', 'a waiting record holds no event');
  const action = plugin.actionFor(event.type);
  if (action === undefined)
    return new BugError('handler-failed', 'no action takes events of this type any more');
  try {
    return action.buildRequest(event, { id: profileId as ProfileId });
  } catch (cause) {
    return new BugError('handler-failed', `${plugin.slug}/${action.slug} failed to build a request`, {
      cause,
    });
  }
}
