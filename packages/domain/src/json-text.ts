/** A JSON object whose members are not yet known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object: neither a list nor null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The object in a JSON text, if the text mentions a member of this name at any depth. Others stay unparsed: searching a text
 * costs a small part of parsing it. Undefined also for what is no object. A name written with escapes is not found; no encoder does that.
 */
export function objectMentioning(text: string | null, member: string): JsonObject | undefined {
  if (!text?.includes(`"${member}"`)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
