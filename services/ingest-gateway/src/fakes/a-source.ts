import type { SourceId } from '@millrace/domain';
import { sourceSettings } from '@millrace/resources';

import type { KnownSource } from '../sources.ts';

/** A server's source that is switched on, with what the test says of it. */
export function aSource(
  overrides: Partial<Omit<KnownSource, 'settings'>> & {
    readonly settings?: Partial<KnownSource['settings']>;
  } = {},
): KnownSource {
  return {
    id: 'src_1' as SourceId,
    workspace: 'test',
    isEnabled: true,
    isClientSide: false,
    isWebsite: false,
    ...overrides,
    settings: sourceSettings.parse(overrides.settings ?? {}),
  };
}
