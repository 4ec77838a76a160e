/** One server-sent event (WHATWG HTML 9.2). Readers put the lines of `text` together again. */
export function serverSentEvent(
  text: string,
  { id, name }: { readonly id?: string; readonly name?: string },
): string {
  const lines = text.split(/\r\n|\r|\n/).map(line => `data: ${line}\n`);
  return `${id === undefined ? '' : `id: ${id}\n`}${name === undefined ? '' : `event: ${name}\n`}${lines.join('')}\n`;
}

/** A line that readers ignore; it keeps connections from being taken for dead. */
export const heartbeat = ': heartbeat\n\n';
