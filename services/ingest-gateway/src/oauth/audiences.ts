/** Segment's own token endpoints: scripts that follow its documentation name them whatever host they ask. */
const segment = ['https://oauth2.segment.io', 'https://oauth2.eu1.segmentapis.com'];

/**
 * What an assertion may name as its audience: the addresses of this gateway, as a server or as its token endpoint, and Segment's. They
 * are settings and not taken from the request, because whoever repeats an assertion that was made for another server writes the request.
 */
export function assertionAudiences(settings: {
  readonly oauthAudiences?: readonly string[] | undefined;
  readonly host: string;
  readonly port: number;
}): readonly string[] {
  const { oauthAudiences, host, port } = settings;
  const own =
    oauthAudiences ?? [...new Set([host, 'localhost', '127.0.0.1'])].map(name => `http://${name}:${port}`);
  return [...own, ...segment].map(withoutSlash).flatMap(one => [one, `${one}/`, `${one}/token`]);
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
