import { z } from 'zod';

/** Fields that several requests share. */
export const sourceIdParams = z.object({ sourceId: z.string() });
export const destinationIdParams = z.object({ destinationId: z.string() });
export const functionIdParams = z.object({ functionId: z.string() });
export const oauthAppIdParams = z.object({ oauthAppId: z.string() });

export const resourceName = z
  .string()
  .min(1, 'must not be empty')
  .max(255, 'must have at most 255 characters');

export const settings = z.record(z.string(), z.unknown());

/** Answer of a deletion. */
export const deletedAnswer = z.object({ status: z.literal('SUCCESS') });
export const deleted = { status: 'SUCCESS' } as const;
