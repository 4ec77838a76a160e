/** Something wrong in a file, and what to do. */
export type FileProblem = {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Kind and slug of the resource, as far as they can be read. */
  readonly resource: string | undefined;
  /** Where in the resource: `settings.url`; empty for the resource as a whole. */
  readonly field: string;
  readonly message: string;
};

/** Problems in the order a person walks through files. */
export function inReadingOrder(problems: readonly FileProblem[]): readonly FileProblem[] {
  return [...problems].sort((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  );
}

/** One line of a problem, in the form that editors and terminals make a link of. */
export function problemLine({ file, line, column, resource, field, message }: FileProblem): string {
  const subject = resource === undefined ? '' : `${resource}: `;
  return `${file}:${line}:${column}  ${subject}${field === '' ? '' : `${field} `}${message}`;
}
