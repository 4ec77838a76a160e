/** Kinds of identifiers, most telling first; ties between profiles are decided in this order. */
export const externalIdTypes = ['user_id', 'email', 'anonymous_id', 'group_id'] as const;

/** What an identifier is. */
export type ExternalIdType = (typeof externalIdTypes)[number];

/** One way a profile is known. */
export type ExternalId = { readonly type: ExternalIdType; readonly value: string };

/** An id as it is compared: exactly as sent. A blank one is none, or everybody who sends it would be one person. */
export function presentId(id: string | null): string | undefined {
  return id === null || id.trim() === '' ? undefined : id;
}

/** An address as it is compared: without outer blanks, in lower case. Undefined for what is no address (`n/a`, say). */
export function normalizeEmail(email: unknown): string | undefined {
  if (typeof email !== 'string') return undefined;
  const normalized = email.trim().toLowerCase();
  return /^[^\s@]+@[^\s@]+$/.test(normalized) ? normalized : undefined;
}
