import type { Event } from '@millrace/contracts';
import type { EventType, ProfileId } from '@millrace/domain';
import type { z } from 'zod';

import type { Outcome, Reply } from './outcome.ts';
import type { RequestPlan } from './request-plan.ts';

/** The person an event belongs to, as far as actions may know them. */
export type DestinationProfile = { readonly id: ProfileId };

/** One thing a destination can be asked to do with an event. */
export type Action<S> = {
  /** `<verb>-<noun>`; stable, because outcomes and mappings name it. */
  readonly slug: string;
  /** Types of events it takes. */
  readonly eventTypes: readonly EventType[];
  /** The request that delivers one event. Pure: the same arguments give the same plan. */
  readonly buildRequest: (event: Event, profile: DestinationProfile, settings: S) => RequestPlan;
};

/** Bounds of one request. */
export type DeliveryLimits = {
  /** From the first byte sent to the last byte of the reply. */
  readonly deadlineMs: number;
  /** How much of a reply's body `classify` sees; 0 where the status says it all. */
  readonly maxReplyBytes: number;
};

/** How many events one request may carry. */
export type Batching = { readonly maxEvents: number };

/** A destination as its folder declares it. */
export type DestinationDefinition<Schema extends z.ZodObject = z.ZodObject> = {
  /** Name in files, API and addresses; equal to the folder's and never changed. */
  readonly slug: string;
  /** Name for people. */
  readonly name: string;
  /** One sentence for people. */
  readonly description: string;
  readonly settings: Schema;
  /** Names of the settings that are stored sealed and never shown again. */
  readonly secrets: readonly (keyof z.output<Schema> & string)[];
  /** The first action that takes an event's type is asked. */
  readonly actions: readonly Action<z.output<Schema>>[];
  readonly limits: DeliveryLimits;
  readonly batching: Batching;
  /** What a reply, or its absence, means for the event. Total. */
  readonly classify: (reply: Reply) => Outcome;
};

/** An action with its settings filled in. */
export type ConfiguredAction = {
  readonly slug: string;
  readonly buildRequest: (event: Event, profile: DestinationProfile) => RequestPlan;
};

/** A destination ready to plan requests. */
export type ConfiguredDestination = {
  readonly slug: string;
  /** The action that takes events of this type; undefined where none does. */
  readonly actionFor: (eventType: string) => ConfiguredAction | undefined;
  readonly limits: DeliveryLimits;
  readonly classify: (reply: Reply) => Outcome;
};

/** A destination configured, or everything that is wrong with its settings. */
export type Configuring =
  | { readonly ok: true; readonly destination: ConfiguredDestination }
  | { readonly ok: false; readonly problems: readonly string[] };

/** A destination of the catalogue; its settings' type stays inside. */
export type Destination = Pick<
  DestinationDefinition,
  'slug' | 'name' | 'description' | 'settings' | 'limits' | 'batching' | 'classify'
> & {
  readonly secrets: readonly string[];
  readonly actions: readonly Pick<Action<unknown>, 'slug' | 'eventTypes'>[];
  /** Fills in settings of an instance; problems name the setting and never its value. */
  readonly configure: (settings: unknown) => Configuring;
};

/** Makes a catalogue entry of a definition. */
export function defineDestination<Schema extends z.ZodObject>(
  definition: DestinationDefinition<Schema>,
): Destination {
  return {
    ...definition,
    configure(input) {
      const parsed = definition.settings.safeParse(input);
      return parsed.success
        ? { ok: true, destination: configured(definition, parsed.data) }
        : { ok: false, problems: parsed.error.issues.map(problem) };
    },
  };
}

function configured<Schema extends z.ZodObject>(
  definition: DestinationDefinition<Schema>,
  settings: z.output<Schema>,
): ConfiguredDestination {
  const { slug, limits, classify } = definition;
  const byType = new Map<string, ConfiguredAction>();
  for (const action of definition.actions.toReversed()) {
    const filledIn: ConfiguredAction = {
      slug: action.slug,
      buildRequest: (event, profile) => action.buildRequest(event, profile, settings),
    };
    for (const type of action.eventTypes) byType.set(type, filledIn);
  }
  return { slug, limits, classify, actionFor: type => byType.get(type) };
}

function problem(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
