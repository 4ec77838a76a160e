/** A request that the inbox received; the body stays bytes until somebody reads it. */
export type Delivery = Readonly<{
  /** Epoch milliseconds with a fraction, different for every delivery, growing. */
  receivedAt: number;
  method: string;
  path: string;
  /** Name and value in turn, as they arrived. */
  rawHeaders: readonly string[];
  body: Buffer;
  /** What the inbox answered. */
  status: number;
}>;

/** The form that `GET /requests` has. */
export function deliveryJson({ receivedAt, method, path, rawHeaders, body, status }: Delivery): object {
  return { receivedAt, method, path, headers: headersOf(rawHeaders), body: body.toString(), status };
}

function headersOf(rawHeaders: readonly string[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers[rawHeaders[index]?.toLowerCase() ?? ''] = rawHeaders[index + 1] ?? '';
  }
  return headers;
}
