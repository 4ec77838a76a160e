import type { ReplyName } from './replies.ts';

/** Refusals that are only true where all that exists is known. */
const doubtful: ReadonlySet<ReplyName | undefined> = new Set<ReplyName>(['unknownWriteKey', 'invalidToken']);

/** A key or token that an old configuration does not have may be good: its client is told to come back, not to drop its events. */
export function replyOfOutdated(reply: ReplyName | undefined): ReplyName | undefined {
  return doubtful.has(reply) ? 'notReady' : reply;
}
