import type { EpochMillis, SourceId } from '@millrace/domain';
import type { Arrival } from '@millrace/intake';

/**
 * How an event of a webhook arrives: from a server, whose address and user agent are nobody's. `messageId` counts for an event
 * without one; `library` is what made the event.
 */
export function arrivalOf({
  sourceId,
  receivedAt,
  messageId,
  library,
}: {
  readonly sourceId: SourceId;
  readonly receivedAt: EpochMillis;
  readonly messageId: string;
  readonly library: { readonly name: string; readonly version: string };
}): Arrival {
  const context = { library };
  return {
    source: {
      id: sourceId,
      isEnabled: true,
      isClientSide: false,
      isWebsite: false,
      settings: { bots: 'flag' },
    },
    receivedAt,
    address: undefined,
    userAgent: undefined,
    sender: 'server',
    isBot: () => false,
    sentAt: undefined,
    context: { members: context, text: JSON.stringify(context) },
    newMessageId: () => messageId,
  };
}
