import { parse, type Program, type Statement } from 'acorn';

import type { Problem } from './result.ts';

/** Longest code of a function, in bytes of UTF-8. */
const MAX_CODE_BYTES = 100 * 1024;

/** What the code of a source function has to declare. */
const HANDLER = 'onRequest';

/** What is wrong with a source function's code, as far as can be said without running it. */
export function functionCodeProblems(code: string): readonly Problem[] {
  if (Buffer.byteLength(code) > MAX_CODE_BYTES) return problem(`must have at most ${MAX_CODE_BYTES} bytes`);
  const program = parseCode(code);
  if ('fault' in program) return problem(program.fault);
  if (program.body.some(declaresHandler)) return [];
  return problem(`must declare its handler: async function ${HANDLER}(request, settings) { ... }`);
}

function problem(message: string): readonly Problem[] {
  return [{ path: ['code'], message }];
}

function parseCode(code: string): Program | { readonly fault: string } {
  try {
    return parse(code, { ecmaVersion: 'latest', sourceType: 'script' });
  } catch (error) {
    if (!isSyntaxFault(error)) throw error;
    const { line, column } = error.loc;
    // The parser counts columns from 0, people and editors from 1, and the message repeats the place.
    const reason = error.message.replace(/ \(\d+:\d+\)$/, '');
    return { fault: `is not valid JavaScript at line ${line}, column ${column + 1}: ${reason}` };
  }
}

type SyntaxFault = SyntaxError & { readonly loc: { readonly line: number; readonly column: number } };

function isSyntaxFault(error: unknown): error is SyntaxFault {
  return error instanceof SyntaxError && 'loc' in error;
}

function declaresHandler(statement: Statement | Program['body'][number]): boolean {
  if (statement.type === 'FunctionDeclaration') return statement.id.name === HANDLER;
  if (statement.type !== 'VariableDeclaration') return false;
  return statement.declarations.some(({ id }) => id.type === 'Identifier' && id.name === HANDLER);
}
