/** What stands in for a secret in what people see. */
export const MASK = '********';

/** A shorter one would mask parts of words. */
const MIN_CHARACTERS = 6;

/** Masks the texts of these secrets wherever a text has them: as they are, in JSON, or in a URL. */
export function secretMask(secrets: readonly unknown[]): (text: string) => string {
  const forms = secrets
    .flatMap(textsOf)
    .filter(({ length }) => length >= MIN_CHARACTERS)
    .flatMap(secret => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret.toWellFormed()),
    ])
    // Of two that begin alike the longer one first, or the end of it would stay.
    .toSorted((left, right) => right.length - left.length);
  return text => forms.reduce((masked, form) => masked.replaceAll(form, MASK), text);
}

/** A setting is a text, a list of texts, or texts by name. */
function textsOf(secret: unknown): readonly string[] {
  if (typeof secret === 'string') return [secret];
  return typeof secret === 'object' && secret !== null ? Object.values(secret).flatMap(textsOf) : [];
}
