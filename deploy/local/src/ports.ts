/** Where each address of the local stack lies, counted from the base port. */
const PORT_OFFSETS = {
  gateway: 0,
  controlApi: 1,
  console: 2,
  profileApi: 3,
  clickhouse: 4,
  kafka: 5,
  kafkaController: 6,
  schemaRegistry: 7,
  registryManagement: 8,
  redis: 9,
  inbox: 10,
  ingestGatewayOperations: 11,
  protocolsValidatorOperations: 12,
  identityStitcherOperations: 13,
  eventArchiverOperations: 14,
  destinationForwarderOperations: 15,
  controlApiOperations: 16,
  sourceFunctions: 17,
  sourceFunctionsOperations: 18,
  sourceDebugger: 19,
  sourceDebuggerOperations: 20,
} as const;

export type PortName = keyof typeof PORT_OFFSETS;
export type Ports = Readonly<Record<PortName, number>>;

/** The highest base that still leaves room for every port. */
export const MAX_PORT_BASE = 65_535 - Math.max(...Object.values(PORT_OFFSETS));

export function portTable(base: number): Ports {
  const entries = Object.entries(PORT_OFFSETS).map(([name, offset]) => [name, base + offset]);
  return Object.fromEntries(entries) as Ports;
}
