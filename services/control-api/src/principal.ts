import type { OAuthScope } from '@millrace/resources';

/** Who asks: the administrator, or an OAuth app by one of its tokens. */
export type Principal =
  | { readonly kind: 'administrator'; readonly name: string }
  | { readonly kind: 'app'; readonly name: string; readonly scopes: readonly string[] };

/** Whether someone may use an operation: the administrator any, an app those that one of its scopes opens. */
export function mayUse(
  principal: Principal,
  { scopes }: { readonly scopes: readonly OAuthScope[] },
): boolean {
  return principal.kind === 'administrator' || scopes.some(scope => principal.scopes.includes(scope));
}
