import type { FunctionResource } from '@millrace/resources';
import { z } from 'zod';

/** The types of functions that Segment knows; ours are of sources. */
export const functionTypes = ['SOURCE', 'DESTINATION', 'INSERT_DESTINATION'] as const;

const listedShape = {
  id: z.string(),
  slug: z.string(),
  resourceType: z.enum(functionTypes),
  displayName: z.string(),
  description: z.string(),
  logoUrl: z.string().optional(),
};

/** A function in a list, as Segment shows it, and its slug. */
export const listedFunctionSchema = z.object(listedShape);

/** A function as Segment shows it, and its slug. What is saved is what runs, so the latest version is always deployed. */
export const functionAnswerSchema = z.object({
  ...listedShape,
  code: z.string(),
  settings: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      description: z.string(),
      type: z.enum(['STRING', 'BOOLEAN', 'ARRAY', 'TEXT_MAP']),
      required: z.boolean(),
      sensitive: z.boolean(),
    }),
  ),
  deployedAt: z.string(),
  isLatestVersion: z.literal(true),
});

/** Shows a function in a list. */
export function listedFunction(fun: FunctionResource): z.input<typeof listedFunctionSchema> {
  const { id, slug, name, description, logoUrl } = fun;
  return {
    id,
    slug,
    resourceType: 'SOURCE',
    displayName: name,
    description,
    ...(logoUrl !== null && { logoUrl }),
  };
}

/** Shows a function. */
export function functionAnswer(fun: FunctionResource): z.input<typeof functionAnswerSchema> {
  return {
    ...listedFunction(fun),
    code: fun.code,
    settings: fun.settings.map(setting => ({
      ...setting,
      label: setting.label ?? setting.name,
      description: setting.description ?? '',
    })),
    deployedAt: new Date(fun.updatedAt).toISOString(),
    isLatestVersion: true,
  };
}
