import { describe, expect, it } from '@jest/globals';

import type { Event } from '../generated/types.ts';
import { eventHeaders } from './event-headers.ts';

const routed = (event: Pick<Event, 'sourceId' | 'type' | 'event'>) => eventHeaders(event as Event);

describe('eventHeaders', () => {
  it('name source, type and, of a track event, its name', () => {
    expect(routed({ sourceId: 'src_1', type: 'track', event: 'Order Completed' })).toEqual({
      'source-id': 'src_1',
      type: 'track',
      event: 'Order Completed',
    });
  });

  it('leave the name out where there is none', () => {
    expect(routed({ sourceId: 'src_1', type: 'identify', event: null })).toEqual({
      'source-id': 'src_1',
      type: 'identify',
    });
  });
});
