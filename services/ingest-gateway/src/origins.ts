/**
 * Whether a page of this origin may send to a source. `*.` in an allowed origin stands for any subdomain, not for the domain itself.
 * A request without an Origin is no page's.
 */
export function mayPageSend(origin: string | undefined, allowed: readonly string[]): boolean {
  if (origin === undefined || allowed.length === 0) return true;
  return allowed.some(pattern => isAllowedBy(pattern, origin.toLowerCase()));
}

function isAllowedBy(pattern: string, origin: string): boolean {
  const [scheme = '', host = ''] = pattern.toLowerCase().split('://');
  if (!host.startsWith('*.')) return origin === `${scheme}://${host}`;
  const prefix = `${scheme}://`;
  const suffix = host.slice(1);
  return (
    origin.startsWith(prefix) && origin.endsWith(suffix) && origin.length > prefix.length + suffix.length
  );
}
