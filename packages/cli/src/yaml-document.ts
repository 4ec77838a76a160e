import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
} from 'yaml';

import type { FileProblem } from './file-problem.ts';

type Path = readonly (string | number)[];

/** A resource as it stands in a file. */
export type YamlDocument = {
  readonly file: string;
  /** Plain data, as far as it could be read. */
  readonly content: unknown;
  /** Where a place of the content stands, or the nearest place around it that exists. */
  positionOf(path: Path): { readonly line: number; readonly column: number };
  /** Faults of the text itself; the content is then not to be relied on. */
  readonly problems: readonly FileProblem[];
};

/** The documents of a YAML text; those with nothing in them are left out. */
export function yamlDocuments(file: string, text: string): readonly YamlDocument[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  if (!Array.isArray(parsed)) return [];
  return parsed.filter(document => !isEmpty(document)).map(document => yamlDocument(file, document, lines));
}

/** Nothing but comments between two lines of dashes. */
function isEmpty({ contents, errors }: Document.Parsed): boolean {
  return errors.length === 0 && (contents === null || (isScalar(contents) && contents.value === null));
}

function yamlDocument(file: string, document: Document.Parsed, lines: LineCounter): YamlDocument {
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const read = contentOf(document);
  const faults = [
    ...document.errors.map(error => ({ offset: error.pos[0], message: error.message })),
    ...(read.fault === undefined ? [] : [{ offset: document.range[0], message: read.fault }]),
  ];
  return {
    file,
    content: read.content,
    positionOf: path => place(offsetOf(document, path)),
    problems: faults.map(({ offset, message }) => ({
      file,
      ...place(offset),
      resource: undefined,
      field: '',
      message: `is not valid YAML: ${sentence(message)}`,
    })),
  };
}

/** Aliases that would unfold to more than a person writes are refused by the parser. */
function contentOf(document: Document.Parsed): { readonly content: unknown; readonly fault?: string } {
  try {
    return { content: document.toJS() };
  } catch (error) {
    // Faults of the text are listed already; this one shows up only when the aliases are followed.
    if (document.errors.length > 0) return { content: undefined };
    return { content: undefined, fault: error instanceof Error ? error.message : String(error) };
  }
}

/** A field stands where its name stands, an entry of a list where it begins. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(document.contents) ?? document.range[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        one => isPair(one) && isScalar(one.key) && String(one.key.value) === String(step),
      );
      if (pair === undefined) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      if (node === undefined) return offset;
      offset = startOf(node) ?? offset;
    } else return offset;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

function sentence(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
