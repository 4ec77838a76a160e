export {
  catalogue,
  isResourceKind,
  resourceKinds,
  type ResourceKind,
  type SpecOf,
  type WrittenOf,
} from './catalogue.ts';
export type { CompileContext, Reference, ResourceDeclaration, Vault } from './declaration.ts';
export { compileFunctionSettings } from './function-settings.ts';
export { compileSettings, MASK, maskedSettings } from './destination-settings.ts';
export type { DestinationType } from './destination-type.ts';
export {
  checkDocuments,
  type CheckedDocuments,
  type DocumentProblem,
  type WrittenResource,
} from './documents.ts';
export {
  parseResource,
  resourceKey,
  type AnyResource,
  type Destination,
  type FunctionResource,
  type OAuthApp,
  type Resource,
  type Source,
  type Space,
  type Workspace,
} from './resource.ts';
export { createResourceTable, type ResourceTable } from './resource-table.ts';
export { functionFields, functionProblems } from './kinds/function.ts';
export {
  MAX_TOKEN_LIFETIME_SECONDS,
  oauthAppDefaults,
  oauthAppFields,
  type OAuthScope,
} from './kinds/oauth-app.ts';
export { MAX_WRITE_KEYS } from './kinds/source.ts';
export type { Problem, Result } from './result.ts';
export { NONCE_BYTES, openSecret, parseSecretsKey, sealSecret } from './sealing.ts';
export { sourceSettings, webhookSettings, type SourceSettings } from './source-settings.ts';
export { sourceTypes, type SourceType } from './source-types.ts';
export { createVault, openSettings } from './vault.ts';
export { parseWith } from './parse-with.ts';
export { label as labelField, slug as slugField } from './fields.ts';
