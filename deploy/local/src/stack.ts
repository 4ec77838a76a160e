import type { Layout } from './layout.ts';
import type { Ports } from './ports.ts';
import type { Settings } from './settings.ts';

/** Which stack is meant: everything that differs between two of them on one machine. */
export type Stack = Readonly<{ settings: Settings; layout: Layout; ports: Ports }>;
