import { isExactObject, parseExactly, textOf, type ExactObject } from '../sdk/exact-json.ts';

/** A library as a program says that it used it. */
export type UsedLibrary = {
  readonly library: string;
  readonly version: string;
  readonly calls: readonly Call[];
};

/** A call, how its event is found among those that were sent, and what the archive must have of it. */
export type Call = { readonly call: string; readonly where: ExactObject; readonly expect: ExactObject };

/** Whether a line of a program's output begins a library. */
export function beginsLibrary(line: string): boolean {
  return line.startsWith('{') && line.includes('"library"') && 'library' in parseLine(line);
}

/** What a program says on its standard output. Throws where a line of JSON is none of the protocol's. */
export function parseClientReport(lines: readonly string[]): readonly UsedLibrary[] {
  const libraries: { library: string; version: string; calls: Call[] }[] = [];
  for (const line of lines) {
    if (!line.startsWith('{')) continue;
    const said = parseLine(line);
    const { library, version, where, expect } = said;
    if (library !== undefined) {
      libraries.push({ library: textOf(library), version: textOf(version), calls: [] });
    } else if (isExactObject(where) && isExactObject(expect) && Object.keys(where).length > 0) {
      const calls = libraries.at(-1)?.calls;
      if (calls === undefined) throw new Error(`a call came before its library: ${line}`);
      calls.push({ call: textOf(said['call']), where, expect });
    } else throw new Error(`this line is neither a library nor a call: ${line}`);
  }
  return libraries;
}

function parseLine(line: string): ExactObject {
  const said = parseExactly(line);
  if (!isExactObject(said)) throw new Error(`this line is no JSON object: ${line}`);
  return said;
}
