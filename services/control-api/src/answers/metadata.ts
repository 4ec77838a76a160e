import { catalogue as destinations, type Destination as DestinationPlugin } from '@millrace/destinations';
import { sourceTypes, type SourceType } from '@millrace/resources';
import { z } from 'zod';

const logos = z.object({ default: z.string() });
const option = z.object({
  name: z.string(),
  type: z.string(),
  required: z.boolean(),
  description: z.string().optional(),
  defaultValue: z.unknown().optional(),
});

/** An entry of the catalogue of sources, as Segment shows it. */
export const sourceMetadata = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  description: z.string(),
  logos,
  options: z.array(option),
  categories: z.array(z.string()),
  isCloudEventSource: z.boolean(),
});

/** An entry of the catalogue of destinations, as Segment shows it. */
export const destinationMetadata = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  slug: z.string(),
  logos,
  options: z.array(option),
  status: z.literal('PUBLIC'),
  previousNames: z.array(z.string()),
  categories: z.array(z.string()),
  website: z.string(),
  components: z.array(z.never()),
  supportedFeatures: z.object({
    cloudModeInstances: z.literal('MULTIPLE'),
    deviceModeInstances: z.literal('NONE'),
    replay: z.boolean(),
    browserUnbundling: z.boolean(),
    browserUnbundlingPublic: z.boolean(),
  }),
  supportedMethods: z.object({
    pageview: z.boolean(),
    identify: z.boolean(),
    alias: z.boolean(),
    track: z.boolean(),
    group: z.boolean(),
  }),
  supportedPlatforms: z.object({ browser: z.boolean(), server: z.boolean(), mobile: z.boolean() }),
  actions: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      description: z.string(),
      platform: z.literal('CLOUD'),
      hidden: z.boolean(),
      defaultTrigger: z.string().nullable(),
      fields: z.array(z.never()),
    }),
  ),
  presets: z.array(z.never()),
});

const noLogos = { default: '' };

const bySourceSlug = new Map<string, SourceType>(sourceTypes.map(type => [type.slug, type]));

/** The source type that a metadata id names; ids are slugs here. */
export function sourceTypeOf(metadataId: string): SourceType | undefined {
  return bySourceSlug.get(metadataId);
}

/** The destination that a metadata id names; ids are slugs here. */
export function destinationTypeOf(metadataId: string): DestinationPlugin | undefined {
  return destinations.get(metadataId);
}

/** Every entry of the catalogue of sources, in the order of ids. */
export function allSourceMetadata(): readonly z.input<typeof sourceMetadata>[] {
  return [...bySourceSlug.keys()].sort().map(sourceMetadataAnswer);
}

/** Every entry of the catalogue of destinations, in the order of ids. */
export function allDestinationMetadata(): readonly z.input<typeof destinationMetadata>[] {
  return [...destinations.keys()].sort().map(destinationMetadataAnswer);
}

/** Metadata of a source's type. A type that has left the catalogue still shows its slug. */
export function sourceMetadataAnswer(slug: string): z.input<typeof sourceMetadata> {
  const type = bySourceSlug.get(slug);
  return {
    id: slug,
    name: type?.name ?? slug,
    slug,
    description: type?.description ?? '',
    logos: noLogos,
    options: [],
    categories: [...(type?.categories ?? [])],
    isCloudEventSource: false,
  };
}

/** Metadata of a destination's type. A type that has left the catalogue still shows its slug. */
export function destinationMetadataAnswer(slug: string): z.input<typeof destinationMetadata> {
  const plugin = destinations.get(slug);
  const takes = (type: string): boolean =>
    plugin?.actions.some(({ eventTypes }) => eventTypes.some(one => one === type)) ?? false;
  return {
    id: slug,
    name: plugin?.name ?? slug,
    description: plugin?.description ?? '',
    slug,
    logos: noLogos,
    options: plugin === undefined ? [] : optionsOf(plugin.settings),
    status: 'PUBLIC',
    previousNames: [],
    categories: [],
    website: '',
    components: [],
    supportedFeatures: {
      cloudModeInstances: 'MULTIPLE',
      deviceModeInstances: 'NONE',
      replay: false,
      browserUnbundling: false,
      browserUnbundlingPublic: false,
    },
    supportedMethods: {
      pageview: takes('page'),
      identify: takes('identify'),
      alias: takes('alias'),
      track: takes('track'),
      group: takes('group'),
    },
    supportedPlatforms: { browser: true, server: true, mobile: true },
    actions: (plugin?.actions ?? []).map(action => ({
      id: action.slug,
      slug: action.slug,
      name: action.slug,
      description: '',
      platform: 'CLOUD',
      hidden: false,
      defaultTrigger: action.eventTypes.map(type => `type = "${type}"`).join(' or '),
      fields: [],
    })),
    presets: [],
  };
}

function optionsOf(settings: z.ZodObject): z.input<typeof option>[] {
  const { properties = {}, required = [] } = z.toJSONSchema(settings, {
    io: 'input',
    unrepresentable: 'any',
  });
  return Object.entries(properties).map(([name, schema]) => {
    const { type, description, default: defaultValue } = typeof schema === 'boolean' ? {} : schema;
    return {
      name,
      type: typeof type === 'string' ? type : 'string',
      required: required.includes(name),
      ...(description !== undefined && { description }),
      ...(defaultValue !== undefined && { defaultValue }),
    };
  });
}
