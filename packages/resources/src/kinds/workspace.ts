import { z } from 'zod';

import { declareResource } from '../declaration.ts';
import { name } from '../fields.ts';
import { accepted } from '../result.ts';

/** The workspace: all that one company configures together. */
export const workspace = declareResource({
  kind: 'workspace',
  idPrefix: 'wsp',
  doc: 'All that one company configures together.',
  spec: z.object({ name }),
  written: z.strictObject({ name: name.optional() }),
  references: [],
  compile: (written, { slug, previous }) => accepted({ name: written.name ?? previous?.name ?? slug }),
});
