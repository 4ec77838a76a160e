const form = /^\/webhooks\/(?<writeKey>[A-Za-z0-9_-]{1,200})(?:\/.*)?$/;

/** The write key in the path of a request, `/webhooks/{writeKey}` and whatever comes behind it; undefined for another path. */
export function writeKeyOfPath(target: string): string | undefined {
  const [path = ''] = target.split('?', 1);
  return form.exec(path)?.groups?.['writeKey'];
}
