import { z } from 'zod';

import { declareResource } from '../declaration.ts';
import { name } from '../fields.ts';
import { accepted } from '../result.ts';

/** A space: the sources whose people are one identity graph. */
export const space = declareResource({
  kind: 'space',
  idPrefix: 'spa',
  doc: 'The sources whose people are one identity graph.',
  spec: z.object({ name }),
  written: z.strictObject({ name: name.optional() }),
  references: [],
  compile: (written, { slug, previous }) => accepted({ name: written.name ?? previous?.name ?? slug }),
});
