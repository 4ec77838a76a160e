type JavaTuning = Readonly<{ heapBytes: number; classArchive: string }>;

/** Flags that both Java parts share: small, quick to start, and quiet when idle. */
export function javaArguments({ heapBytes, classArchive }: JavaTuning): readonly string[] {
  return [
    `-Xmx${Math.round(heapBytes / 1_048_576)}m`,
    '-Xss512k',
    // One thread collects when it must; G1 keeps threads of its own busy on an idle stack.
    '-XX:+UseSerialGC',
    // Classes as they were after the last start, mapped instead of loaded; written when the process ends.
    '-XX:+AutoCreateSharedArchive',
    `-XX:SharedArchiveFile=${classArchive}`,
    '-Xlog:cds=off',
    '-Xlog:cds+dynamic=off',
    '-XX:-UsePerfData',
    '-XX:+ExitOnOutOfMemoryError',
    '-Djava.awt.headless=true',
  ];
}
