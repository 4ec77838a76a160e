import { mayUseSource, type Access } from '@millrace/oauth';

export type { VerifyToken } from '@millrace/oauth';

/** Whether a token allows to send events to a source. */
export function mayTrack(
  access: Access,
  source: { readonly id: string; readonly workspace: string },
): boolean {
  return mayUseSource(access, 'tracking_api:write', source);
}
