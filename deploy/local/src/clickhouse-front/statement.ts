import { sqlTokens, type SqlToken } from './sql-tokens.ts';

/** How a statement has to be run. */
export type Statement =
  /** Rows of a format follow the statement; `dataStart` is where they would begin in the same text. */
  | { kind: 'insert-rows'; target: InsertTarget | undefined; format: string; dataStart: number }
  /** A query that can answer piece by piece; `format` when the text names one. */
  | { kind: 'select'; format: string | undefined }
  /** Anything else: it answers at once, often with nothing. */
  | { kind: 'other'; format: string | undefined };

/** What the engine's direct insert path takes: plain names. Columns are undefined when none are named. */
export type InsertTarget = Readonly<{ table: string; columns: readonly string[] | undefined }>;

const PLAIN_NAME = /^[A-Za-z0-9_]+$/;

export function parseStatement(sql: string): Statement {
  const tokens = sqlTokens(sql);
  const first = nextToken(tokens);
  if (isWord(first, 'INSERT')) return parseInsert(sql) ?? { kind: 'other', format: undefined };
  const kind = isWord(first, 'SELECT') || isWord(first, 'WITH') || first?.text === '(' ? 'select' : 'other';
  return { kind, format: trailingFormat(sql) };
}

/** `INSERT INTO [TABLE] target [(columns)] [SETTINGS ...] FORMAT name`, or undefined for another kind of insert. */
function parseInsert(sql: string): Statement | undefined {
  const head: SqlToken[] = [];
  for (const token of sqlTokens(sql)) {
    if (isWord(token, 'VALUES') || isWord(token, 'SELECT') || isWord(token, 'WITH')) return undefined;
    const previous = head.at(-1);
    if (isWord(previous, 'FORMAT') && token.kind === 'word' && !isInsideParentheses(head)) {
      const target = parseTarget(head.slice(0, -1));
      return { kind: 'insert-rows', target, format: token.text, dataStart: startOfData(sql, token.end) };
    }
    head.push(token);
  }
  return undefined;
}

/** One line break after the format belongs to the statement, as with a server. */
function startOfData(sql: string, end: number): number {
  return end + (/^[ \t]*(?:;[ \t]*)?(?:\r?\n)?/.exec(sql.slice(end, end + 100))?.[0].length ?? 0);
}

function parseTarget(head: readonly SqlToken[]): InsertTarget | undefined {
  const names = head.filter((token, index) => index > 0 && !(index < 3 && isKeyword(token)));
  const open = names.findIndex(({ text }) => text === '(');
  const table = joinTable(open === -1 ? names : names.slice(0, open));
  if (table === undefined) return undefined;
  if (open === -1) return { table, columns: undefined };
  const columns = splitColumns(names.slice(open + 1));
  return columns && { table, columns };
}

function isKeyword(token: SqlToken): boolean {
  return isWord(token, 'INTO') || isWord(token, 'TABLE');
}

/** `table` or `database.table`; anything else (a function, a dot in a name) takes the general path. */
function joinTable(tokens: readonly SqlToken[]): string | undefined {
  const [first, dot, second, ...rest] = tokens;
  if (!isPlainName(first) || rest.length > 0) return undefined;
  if (dot === undefined) return first.text;
  return dot.text === '.' && isPlainName(second) ? `${first.text}.${second.text}` : undefined;
}

function splitColumns(tokens: readonly SqlToken[]): readonly string[] | undefined {
  if (tokens.at(-1)?.text !== ')' || tokens.length % 2 !== 0) return undefined;
  const names = tokens.filter((_, index) => index % 2 === 0);
  const separators = tokens.slice(0, -1).filter((_, index) => index % 2 === 1);
  if (!separators.every(({ text }) => text === ',')) return undefined;
  return names.every(isPlainName) ? names.map(({ text }) => text) : undefined;
}

/** The format that a query names at its end: `... FORMAT name [SETTINGS ...] [;]`. */
function trailingFormat(sql: string): string | undefined {
  let depth = 0;
  let format: string | undefined;
  let previous: SqlToken | undefined;
  for (const token of sqlTokens(sql)) {
    if (token.text === '(' && token.kind === 'symbol') depth += 1;
    if (token.text === ')' && token.kind === 'symbol') depth -= 1;
    if (depth === 0 && isWord(previous, 'FORMAT') && token.kind === 'word') format = token.text;
    previous = token;
  }
  return format;
}

function isInsideParentheses(tokens: readonly SqlToken[]): boolean {
  const count = (text: string): number =>
    tokens.filter(token => token.kind === 'symbol' && token.text === text).length;
  return count('(') > count(')');
}

function isPlainName(token: SqlToken | undefined): token is SqlToken {
  return (token?.kind === 'word' || token?.kind === 'quoted-name') && PLAIN_NAME.test(token.text);
}

function isWord(token: SqlToken | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toUpperCase() === word;
}

function nextToken(tokens: Generator<SqlToken, undefined>): SqlToken | undefined {
  return tokens.next().value;
}
