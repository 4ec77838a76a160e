import { describe, expect, it } from '@jest/globals';
import { listeningInodes } from './port-owner.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1E19 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 81001 1 0000000000000000
   1: 0100007F:1E19 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 81002 1 0000000000000000
   2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 81003 1 0000000000000000
`;

describe('listeningInodes', () => {
  it('finds the socket that listens, not those that are connected', () => {
    expect(listeningInodes(TABLE, 7_705)).toEqual(['81001']);
  });

  it('finds nothing for a port that is free', () => {
    expect(listeningInodes(TABLE, 7_706)).toEqual([]);
  });
});
