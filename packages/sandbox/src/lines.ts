import { StringDecoder } from 'node:string_decoder';

/**
 * Messages as lines of JSON. JSON and not structured clones, and a pipe of our own and not Node's: whatever a process that was
 * taken over says, it is a text of bounded length.
 */
export function createLineReader(options: {
  readonly maxChars: number;
  readonly onLine: (line: string) => void;
  readonly onTooLong: () => void;
}): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let held = 0;
  let isOver = false;
  return chunk => {
    if (isOver) return;
    const pieces = decoder.write(chunk).split('\n');
    const last = pieces.pop() ?? '';
    for (const piece of pieces) {
      parts.push(piece);
      const line = parts.join('');
      parts = [];
      held = 0;
      options.onLine(line);
    }
    parts.push(last);
    held += last.length;
    if (held <= options.maxChars) return;
    isOver = true;
    parts = [];
    options.onTooLong();
  };
}

/** A message as a line. */
export function line(message: unknown): string {
  return `${JSON.stringify(message)}\n`;
}
