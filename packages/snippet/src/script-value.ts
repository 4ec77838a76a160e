/**
 * A text as a literal of a script that stands in a page: it cannot end the script element, nor the line in browsers that count
 * U+2028 and U+2029 as line ends.
 */
export function scriptValue(text: string): string {
  return JSON.stringify(text).replace(
    /[<>\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
