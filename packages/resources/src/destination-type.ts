import type { z } from 'zod';

/** What resources need to know of a destination's plug-in. */
export type DestinationType = {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly settings: z.ZodType<Readonly<Record<string, unknown>>>;
  /** Names of the settings that are sealed and never shown. */
  readonly secrets: readonly string[];
};
