import { z } from 'zod';

import { declareResource } from '../declaration.ts';
import { name } from '../fields.ts';
import { accepted, refused, type Problem } from '../result.ts';

/** Longest code of a function, in bytes of UTF-8. */
const MAX_CODE_BYTES = 100 * 1024;

const setting = z.object({
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'must be a name such as apiKey'),
  label: z.string().max(100).optional(),
  description: z.string().max(1_000).optional(),
  type: z.enum(['STRING', 'BOOLEAN', 'ARRAY', 'TEXT_MAP']).default('STRING'),
  required: z.boolean().default(false),
  sensitive: z.boolean().default(false),
});

/** A function: code of the workspace that runs in the sandbox. */
export const functionResource = declareResource({
  kind: 'function',
  idPrefix: 'fun',
  doc: 'Code of the workspace that runs in the sandbox.',
  spec: z.object({
    name,
    description: z.string().default(''),
    /** Where it runs. Values of later versions are passed over by who does not know them. */
    type: z.string(),
    code: z.string(),
    settings: z.array(setting).readonly().default([]),
  }),
  written: z.strictObject({
    name: name.optional(),
    description: z.string().max(1_000).optional(),
    type: z.enum(['source']).default('source'),
    code: z.string().min(1, 'must not be empty'),
    settings: z.array(z.strictObject(setting.shape)).max(100).default([]),
  }),
  references: [],
  compile: (written, { slug, previous }) => {
    const problems = problemsOf(written.code);
    if (problems.length > 0) return refused(problems);
    return accepted({
      name: written.name ?? previous?.name ?? slug,
      description: written.description ?? '',
      type: written.type,
      code: written.code,
      settings: written.settings,
    });
  },
});

function problemsOf(code: string): readonly Problem[] {
  const isTooLong = Buffer.byteLength(code) > MAX_CODE_BYTES;
  return isTooLong ? [{ path: ['code'], message: `must have at most ${MAX_CODE_BYTES} bytes` }] : [];
}
