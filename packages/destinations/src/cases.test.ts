import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import type { Event } from '@millrace/contracts';
import type { ProfileId } from '@millrace/domain';

import {
  catalogue,
  type ConfiguredDestination,
  type Destination,
  type Outcome,
  type Reply,
} from './index.ts';

/** A file of cases/: it shows a request, outcomes of replies, or settings that are refused. */
type Case = { readonly shows: string; readonly settings?: unknown } & {
  readonly event?: Readonly<Record<string, unknown>>;
  readonly request?: Readonly<Record<string, unknown>>;
  readonly outcomes?: readonly { readonly reply: Reply; readonly outcome: Outcome }[];
  /** Names of the refused settings. */
  readonly problems?: readonly string[];
};

const TIMES = ['timestamp', 'originalTimestamp', 'sentAt', 'receivedAt'];

describe.each([...catalogue.values()])('$slug', destination => {
  const folder = join(import.meta.dirname, destination.slug);

  it('has a folder of its own name, with a README', () => {
    expect(existsSync(join(folder, 'README.md'))).toBe(true);
  });

  const cases = readdirSync(join(folder, 'cases')).map(name => readCase(join(folder, 'cases', name)));
  it.each(cases)('$shows', example => {
    if (example.request !== undefined) showsRequest(destination, example);
    else if (example.problems !== undefined) showsProblems(destination, example);
    else showsOutcomes(destination, example);
  });
});

function showsRequest(destination: Destination, { settings, event, request }: Case): void {
  const action = configure(destination, settings).actionFor(String(event?.['type']));
  const plan = action?.buildRequest(eventOf(event ?? {}), { id: 'use_1' as ProfileId });
  expect({ action: action?.slug, ...plan }).toEqual(request);
  expect(() => JSON.parse(plan?.body ?? '') as unknown).not.toThrow();
}

function showsProblems(destination: Destination, { settings, problems }: Case): void {
  const configuring = destination.configure(settings);
  const named = configuring.ok ? [] : configuring.problems.map(problem => settingOf(problem));
  expect(named.sort()).toEqual(problems);
}

function showsOutcomes(destination: Destination, { outcomes = [] }: Case): void {
  expect(outcomes).not.toHaveLength(0);
  // The classification belongs to the definition, so no settings are needed to show it.
  for (const { reply, outcome } of outcomes) expect(destination.classify(reply)).toEqual(outcome);
}

function configure(destination: Destination, settings: unknown): ConfiguredDestination {
  const configuring = destination.configure(settings);
  if (!configuring.ok) throw new Error(configuring.problems.join('; '));
  return configuring.destination;
}

function settingOf(problem: string): string {
  return /^(?<path>[^ :]+): /.exec(problem)?.groups?.['path'] ?? '';
}

function readCase(path: string): Case {
  return JSON.parse(readFileSync(path, 'utf8')) as Case;
}

/** Cases show what they are about; what else an event has is absent, and times are written for people. */
function eventOf(shown: Readonly<Record<string, unknown>>): Event {
  const absent = {
    event: null,
    name: null,
    category: null,
    userId: null,
    anonymousId: null,
    groupId: null,
    previousId: null,
    sentAt: null,
    channel: null,
    version: null,
    properties: null,
    traits: null,
    context: null,
    integrations: null,
    refusal: null,
    malformed: [],
    original: '{}',
    sourceId: 'src_1',
  };
  const times = TIMES.filter(name => name in shown).map(
    name => [name, Date.parse(String(shown[name]))] as const,
  );
  const members: Record<string, unknown> = { ...absent, ...shown, ...Object.fromEntries(times) };
  return members as unknown as Event;
}
