const JSON_TYPE = 'application/json';
const VERSIONED = /^application\/vnd\.segment\.(v1|v1beta|v1alpha)\+json$/;

/** Whether a body of this content type is read as JSON: plain, or one of Segment's versions of it. */
export function isJsonType(contentType: string | undefined): boolean {
  const type = essence(contentType ?? '');
  return type === JSON_TYPE || VERSIONED.test(type);
}

/** Content type of an answer: the version the caller asks for first, plain JSON for any other caller. */
export function answerType(accept: string | undefined): string {
  const first = (accept ?? '').split(',').map(essence).find(isJsonType);
  return first ?? JSON_TYPE;
}

function essence(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase();
}
