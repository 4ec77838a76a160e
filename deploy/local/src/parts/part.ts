import type { JavaArtifacts } from '../downloads/java-artifacts.ts';
import type { Launch } from '../processes/start-process.ts';

/** What Java programs need; it may still be on its way while other parts start. */
export type JavaDownloads = Readonly<{ java: string; artifacts: JavaArtifacts }>;

/** One process of the local stack. */
export type Part = Readonly<{
  name: string;
  group: 'infrastructure' | 'service';
  /** What it listens on, on 127.0.0.1 only. */
  ports: readonly number[];
  /** Prepares its folders and says how to start it. */
  launch: (downloads: Promise<JavaDownloads>) => Launch | Promise<Launch>;
  /** Does it answer? May throw when it does not listen yet. */
  isReady: (signal: AbortSignal) => Promise<boolean>;
  /** Where a service reports its measurements. */
  metricsUrl?: string;
  readyWithinMs: number;
  /** How long it may take to stop by itself. */
  stopWithinMs: number;
}>;
