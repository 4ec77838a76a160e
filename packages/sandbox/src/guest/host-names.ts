/** Stands in for the tables of internationalised names: lower case, and Unicode as it is. Who connects maps the name. */
export function toASCII(name: string): string | null {
  return name.normalize('NFC').toLowerCase();
}

/** The same. */
export function toUnicode(name: string): { readonly domain: string; readonly error: boolean } {
  return { domain: name.normalize('NFC').toLowerCase(), error: false };
}
