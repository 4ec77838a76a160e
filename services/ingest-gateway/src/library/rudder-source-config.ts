/** What RudderStack's browser library asks for before it sends anything. */
export function rudderSourceConfig({
  id,
  workspace,
  writeKey,
}: {
  readonly id: string;
  readonly workspace: string;
  readonly writeKey: string;
}): object {
  // The library compares none of the times.
  const updatedAt = '1970-01-01T00:00:00.000Z';
  return {
    source: {
      id,
      name: id,
      writeKey,
      // Of a source that is switched off the gateway keeps what arrives, as refused; the library would throw it away.
      enabled: true,
      workspaceId: workspace,
      connections: [],
      destinations: [],
      dataplanes: {},
      config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
      updatedAt,
    },
    updatedAt,
  };
}
