import { describe, expect, it } from '@jest/globals';

import { writeKeyOfPath } from './webhook-path.ts';

describe('writeKeyOfPath', () => {
  it.each(['/webhooks/key-1', '/webhooks/key-1/', '/webhooks/key-1/eu/orders', '/webhooks/key-1?a=/b'])(
    'finds the key of %s',
    path => {
      expect(writeKeyOfPath(path)).toBe('key-1');
    },
  );

  it.each(['', '/', '/webhooks', '/webhooks/', '/webhooks//key-1', '/hooks/key-1', '/webhooks/k%20y', '*'])(
    'finds none in %j',
    path => {
      expect(writeKeyOfPath(path)).toBeUndefined();
    },
  );
});
