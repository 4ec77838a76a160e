import { dirname, join } from 'node:path';

import type { DocumentProblem } from '@millrace/resources';
import { z } from 'zod';

import type { ControlApi, Reply } from '../control-api.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { inReadingOrder, problemLine, type FileProblem } from '../file-problem.ts';
import { offlineProblems, prepareWorkspace, type PreparedWorkspace } from '../prepared-workspace.ts';
import { columns, counted, type Terminal } from '../terminal.ts';
import { readInFolder, readWorkspaceFiles } from '../workspace-files.ts';

const applied = z.object({
  resources: z.array(
    z.object({
      kind: z.string(),
      slug: z.string(),
      id: z.string(),
      action: z.enum(['create', 'change', 'none']),
      fields: z.array(z.string()),
    }),
  ),
  dryRun: z.boolean(),
});

type Applied = z.infer<typeof applied>;

const documentPlace = z.object({
  document: z.number(),
  path: z.array(z.union([z.string(), z.number()])),
  problem: z.string(),
});

const words = { create: 'created', change: 'changed', none: 'unchanged' } as const;
const plannedWords = { create: 'to create', change: 'to change', none: 'unchanged' } as const;

/** Makes the workspace as the files of a folder say: all of it or, if anything is wrong anywhere, nothing. */
export async function apply(
  folder: string,
  options: { readonly dryRun: boolean; readonly json: boolean },
  deps: {
    readonly controlApi: ControlApi;
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly terminal: Terminal;
  },
): Promise<ExitCode> {
  const { controlApi, environment, terminal } = deps;
  const files = await readWorkspaceFiles(folder);
  if (files === undefined) {
    terminal.err(`There is no folder ${folder}.`);
    return exitCodes.usage;
  }
  const workspace = prepareWorkspace(files, {
    environment,
    readText: (from, name) => readInFolder(folder, join(dirname(from), name)),
  });
  if (workspace.documents.length === 0) {
    terminal.err(`There are no resources in ${folder}: put YAML files (*.yaml) there, see examples/shop.`);
    return exitCodes.usage;
  }
  // With faults in the files the API is still asked, for what else is wrong, but changes nothing.
  const dryRun = options.dryRun || workspace.problems.length > 0;
  const reply = await controlApi.post('/apply', { resources: workspace.documents, dryRun }, applied);
  const problems = inReadingOrder([...workspace.problems, ...furtherProblems(reply, workspace)]);
  if (options.json) terminal.out(JSON.stringify(jsonReport(reply, problems), undefined, 2));
  else report(reply, problems, terminal);
  return exitCode(reply, problems);
}

function furtherProblems(reply: Reply<Applied>, workspace: PreparedWorkspace): readonly FileProblem[] {
  switch (reply.kind) {
    case 'answer':
      return [];
    case 'unreachable':
      return offlineProblems(workspace);
    case 'refusal':
      return reply.errors.flatMap(error => {
        const place = documentPlace.safeParse(error.data);
        if (!place.success) return [];
        const { problem: message, ...where } = place.data;
        const problem: DocumentProblem = { ...where, message };
        return workspace.fileProblem(problem) ?? [];
      });
  }
}

function report(reply: Reply<Applied>, problems: readonly FileProblem[], terminal: Terminal): void {
  problems.forEach(problem => terminal.err(problemLine(problem)));
  if (reply.kind === 'unreachable') terminal.err(`The control API cannot be asked: ${reply.reason}.`);
  if (reply.kind === 'refusal' && problems.length === 0)
    reply.errors.forEach(error => terminal.err(error.message));
  if (reply.kind !== 'answer' || problems.length > 0) {
    terminal.err(
      problems.length > 0
        ? `${counted(problems.length, 'problem')}; nothing was changed.`
        : 'Nothing was changed.',
    );
    return;
  }
  const { resources, dryRun } = reply.data;
  const spoken = dryRun ? plannedWords : words;
  const rows = resources.map(({ action, kind, slug, fields }) => [
    spoken[action],
    kind,
    slug,
    fields.join(', '),
  ]);
  columns(rows).forEach(line => terminal.out(line));
  const count = (action: keyof typeof words): string =>
    `${resources.filter(one => one.action === action).length} ${spoken[action]}`;
  terminal.out(`${count('create')}, ${count('change')}, ${count('none')}.`);
}

function jsonReport(reply: Reply<Applied>, problems: readonly FileProblem[]): object {
  const isClean = reply.kind === 'answer' && problems.length === 0;
  return {
    applied: isClean && !reply.data.dryRun,
    resources: isClean ? reply.data.resources : [],
    problems,
    ...(reply.kind === 'refusal' && problems.length === 0 && { errors: reply.errors }),
    ...(reply.kind === 'unreachable' && { unreachable: reply.reason }),
  };
}

function exitCode(reply: Reply<Applied>, problems: readonly FileProblem[]): ExitCode {
  if (reply.kind === 'unreachable') return exitCodes.unreachable;
  if (reply.kind === 'refusal' && reply.status === 401) return exitCodes.unauthorized;
  return reply.kind === 'answer' && problems.length === 0 ? exitCodes.done : exitCodes.refused;
}
