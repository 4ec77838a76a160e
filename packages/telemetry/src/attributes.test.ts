import * as conventions from '@opentelemetry/semantic-conventions/incubating';
import { expect, it } from '@jest/globals';

import { attributes } from './attributes.ts';

it('span attributes are named as the semantic conventions name them', () => {
  const known = new Set<unknown>(Object.values(conventions));
  expect(Object.values(attributes).filter(name => !known.has(name))).toEqual([]);
});
