/** A slug made of a name that people read: `My Webhook!` becomes `my-webhook`; free of the taken ones by a number behind it. */
export function freeSlug(name: string, isTaken: (slug: string) => boolean): string {
  const base =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 80) || 'unnamed';
  if (!isTaken(base)) return base;
  for (let count = 2; ; count += 1) {
    if (!isTaken(`${base}-${count}`)) return `${base}-${count}`;
  }
}
