/** A piece of SQL with its place in the text. Quoted names are words without their quotes. */
export type SqlToken = Readonly<{
  kind: 'word' | 'quoted-name' | 'string' | 'symbol';
  text: string;
  start: number;
  end: number;
}>;

const SKIPPED = /(?:\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;
const WORD = /[A-Za-z0-9_]+/y;
const STRING = /'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/y;
const QUOTED_NAME = /"(?:[^"\\]|\\[\s\S])*(?:"|$)|`(?:[^`\\]|\\[\s\S])*(?:`|$)/y;

/** Splits SQL lazily: whoever stops early never pays for the data that follows the statement. */
export function* sqlTokens(sql: string): Generator<SqlToken, undefined> {
  let position = 0;
  for (;;) {
    position = endOfMatch(SKIPPED, sql, position) ?? position;
    if (position >= sql.length) return;
    const token = tokenAt(sql, position);
    yield token;
    position = token.end;
  }
}

function tokenAt(sql: string, start: number): SqlToken {
  const word = endOfMatch(WORD, sql, start);
  if (word !== undefined) return { kind: 'word', text: sql.slice(start, word), start, end: word };
  const text = endOfMatch(STRING, sql, start);
  if (text !== undefined) return { kind: 'string', text: sql.slice(start, text), start, end: text };
  const name = endOfMatch(QUOTED_NAME, sql, start);
  if (name !== undefined)
    return { kind: 'quoted-name', text: sql.slice(start + 1, name - 1), start, end: name };
  return { kind: 'symbol', text: sql.charAt(start), start, end: start + 1 };
}

function endOfMatch(pattern: RegExp, sql: string, position: number): number | undefined {
  pattern.lastIndex = position;
  return pattern.test(sql) ? pattern.lastIndex : undefined;
}
