import {
  compileFunctionSettings,
  maskedSettings,
  type Problem,
  type Source,
  type SpecOf,
  type Vault,
} from '@millrace/resources';

import { mergedSettings } from './settings.ts';
import type { WorkspaceView } from './workspace-view.ts';

/** What a request says of the function of a source; what it leaves out stays. */
type Wanted = {
  readonly functionId?: string | undefined;
  readonly functionSettings?: Readonly<Record<string, unknown>> | undefined;
};

type FunctionFields = Pick<SpecOf<'source'>, 'functionId' | 'functionSettings' | 'functionSecrets'>;

/**
 * The function of a source and what it is told, or what is wrong. Settings are merged; another function starts without any. What is not
 * asked to change is not judged again: a source can be switched off though its function has come to want more.
 */
export function sourceFunction(
  wanted: Wanted,
  {
    type,
    previous,
    view,
    vault,
  }: {
    readonly type: string;
    readonly previous: Source | undefined;
    readonly view: WorkspaceView;
    readonly vault: Vault;
  },
): { readonly fields?: FunctionFields; readonly problems: readonly Problem[] } {
  if (wanted.functionId === undefined && wanted.functionSettings === undefined && previous !== undefined) {
    return { fields: fieldsOf(previous), problems: [] };
  }
  const functionId = wanted.functionId ?? previous?.functionId ?? null;
  const misplaced = misplacedFunction(functionId, type, view);
  if (misplaced !== undefined) return { problems: [{ path: ['functionId'], message: misplaced }] };
  const kept = previous?.functionId === functionId ? previous : undefined;
  const before = kept && maskedSettings({ settings: kept.functionSettings, secrets: kept.functionSecrets });
  const compiled = compileFunctionSettings({
    declared: functionId === null ? undefined : view.byId('function', functionId)?.settings,
    settings: mergedSettings(before ?? {}, wanted.functionSettings),
    previous: kept,
    vault,
  });
  if (!compiled.ok) return { problems: compiled.problems };
  return { fields: { functionId, ...compiled.value }, problems: [] };
}

function fieldsOf({ functionId, functionSettings, functionSecrets }: Source): FunctionFields {
  return { functionId, functionSettings, functionSecrets };
}

function misplacedFunction(functionId: string | null, type: string, view: WorkspaceView): string | undefined {
  if (type !== 'function') {
    return functionId === null ? undefined : 'is for sources of type function only';
  }
  if (functionId === null) return 'is missing: a source of type function names the function that runs';
  return view.byId('function', functionId) === undefined
    ? 'names no function; see GET /functions'
    : undefined;
}
