import { checkDocuments, type DocumentProblem } from '@millrace/resources';

import type { FileProblem } from './file-problem.ts';
import { fillReferences, type References } from './references.ts';
import type { WorkspaceFile } from './workspace-files.ts';
import { yamlDocuments, type YamlDocument } from './yaml-document.ts';

/** The documents of a folder, ready to be sent, and what is wrong before anyone else looks at them. */
export type PreparedWorkspace = {
  readonly documents: readonly unknown[];
  /** Faults of the files themselves: text that is no YAML, references that lead nowhere. */
  readonly problems: readonly FileProblem[];
  /** A problem of a document as a problem of its file; undefined where the file's own problem led to it. */
  fileProblem(problem: DocumentProblem): FileProblem | undefined;
};

/** Reads the documents of files and fills in their references. */
export function prepareWorkspace(
  files: readonly WorkspaceFile[],
  {
    environment,
    readText,
  }: {
    readonly environment: References['environment'];
    /** Text of a file that a workspace file names. */
    readonly readText: (from: string, name: string) => string | undefined;
  },
): PreparedWorkspace {
  const prepared = files
    .flatMap(({ file, text }) => yamlDocuments(file, text))
    .map(document => {
      const references = { environment, readText: (name: string) => readText(document.file, name) };
      return { document, ...fillReferences(document.content, references) };
    });
  return {
    documents: prepared.map(({ content }) => content ?? null),
    problems: prepared.flatMap(({ document, content, missing }) => [
      ...document.problems,
      ...missing.map(({ path, kind, name }) =>
        toFileProblem(document, content, { path, message: missingReference[kind](name) }),
      ),
    ]),
    fileProblem({ document: index, ...problem }) {
      const found = prepared[index];
      if (found === undefined || found.document.problems.length > 0) return undefined;
      const isKnown = found.missing.some(({ path }) =>
        path.every((step, position) => step === problem.path[position]),
      );
      return isKnown ? undefined : toFileProblem(found.document, found.content, problem);
    },
  };
}

const missingReference = {
  env: (name: string) =>
    `needs the environment variable ${name}, which is not set; set it, or write the value`,
  file: (name: string) => `needs the file ${name}, which is not in the folder that is applied or is empty`,
} as const;

/** What is wrong with the documents by themselves, for when no control API can be asked. */
export function offlineProblems(workspace: PreparedWorkspace): readonly FileProblem[] {
  const { problems } = checkDocuments(workspace.documents, () => undefined);
  return problems.flatMap(problem => workspace.fileProblem(problem) ?? []);
}

function toFileProblem(
  document: YamlDocument,
  content: unknown,
  { path, message }: Pick<DocumentProblem, 'path' | 'message'>,
): FileProblem {
  return {
    file: document.file,
    ...document.positionOf(path),
    resource: nameOf(content),
    field: path
      .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
      .join(''),
    message,
  };
}

function nameOf(content: unknown): string | undefined {
  if (typeof content !== 'object' || content === null) return undefined;
  const { kind, slug } = content as { readonly kind?: unknown; readonly slug?: unknown };
  const words = [kind, slug].filter(word => typeof word === 'string');
  return words.length === 0 ? undefined : words.join(' ');
}
