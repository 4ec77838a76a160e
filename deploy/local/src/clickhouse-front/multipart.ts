/** The text fields of a multipart/form-data body, in their order. Undefined when the type names no boundary. */
export function parseMultipart(
  contentType: string,
  body: string,
): readonly (readonly [name: string, value: string])[] | undefined {
  const match = /^multipart\/form-data;.*\bboundary="?([^";]+)"?/i.exec(contentType);
  if (match?.[1] === undefined) return undefined;
  const parts = `\r\n${body}`.split(`\r\n--${match[1]}`);
  // Before the first boundary is nothing, after the last one "--".
  return parts.slice(1, -1).flatMap(part => {
    const end = part.indexOf('\r\n\r\n');
    const name = /\bname="([^"]*)"/i.exec(part.slice(0, end))?.[1];
    return end === -1 || name === undefined ? [] : [[name, part.slice(end + 4)] as const];
  });
}
