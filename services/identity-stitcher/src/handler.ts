import type { GraphNode, ValidatedEvent } from '@millrace/contracts';
import { effectiveTime } from '@millrace/domain';
import { BugError } from '@millrace/errors';
import { next, reject, type Handler } from '@millrace/stream';

import { findIn } from './graph.ts';
import { graphChanges } from './graph-changes.ts';
import { identifiersOf } from './identifiers.ts';
import { newProfileId } from './ids.ts';
import { resolutionOutputs } from './outputs.ts';
import { resolve } from './resolution.ts';

/** Settings of the handler. */
export type HandlerSettings = {
  /** How far past its receipt an event may lie; one further in the future counts as of its receipt. */
  readonly futureBoundMs: number;
};

/** Finds out whose event it is, changing the graph where the event tells something new. */
export function createHandler({ futureBoundMs }: HandlerSettings): Handler<ValidatedEvent, GraphNode> {
  return (states, input) => {
    if (input.kind !== 'record') throw new BugError('handler-failed', `unexpected input ${input.kind}`);
    const { spaceId, event } = input.value;
    const { personal, group } = identifiersOf(event);
    if (personal.length === 0) return reject('no-identifiers', 'the event names no user and no device');

    const findings = findIn(spaceId, personal, states);
    const at = event.receivedAt;
    const resolution = resolve(findings, {
      at,
      group,
      newProfileId: () => newProfileId(spaceId, event, personal),
    });
    const effectiveAt = effectiveTime(event.timestamp, at, futureBoundMs);
    return next(
      graphChanges(spaceId, findings, { resolution, at }),
      resolutionOutputs({ spaceId, event, resolution, effectiveAt }),
    );
  };
}
