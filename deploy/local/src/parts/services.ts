import { join } from 'node:path';
import { readSecrets, type SecretName } from '../secrets.ts';
import { serviceEnvironment } from '../service-environment.ts';
import type { PortName } from '../ports.ts';
import type { Stack } from '../stack.ts';
import type { Part } from './part.ts';
import { answersHttp } from './probes.ts';

type Service = Readonly<{
  name: string;
  operations: PortName;
  /** The port of its HTTP interface, for those that have one. */
  port?: PortName;
  environment?: Readonly<Record<string, string>>;
  /** The setting that names a folder of its own among the stack's data. */
  folderSetting?: string;
  /** The secrets of the stack that it is told. */
  secrets?: readonly SecretName[];
}>;

/** Every service of the local stack; a new one is a line. */
const SERVICES: readonly Service[] = [
  {
    name: 'ingest-gateway',
    operations: 'ingestGatewayOperations',
    port: 'gateway',
    folderSetting: 'SPOOL_FOLDER',
    secrets: ['OAUTH_KEY'],
  },
  { name: 'protocols-validator', operations: 'protocolsValidatorOperations' },
  { name: 'identity-stitcher', operations: 'identityStitcherOperations' },
  { name: 'event-archiver', operations: 'eventArchiverOperations' },
  {
    name: 'destination-forwarder',
    operations: 'destinationForwarderOperations',
    secrets: ['SECRETS_KEY'],
  },
  {
    name: 'control-api',
    operations: 'controlApiOperations',
    port: 'controlApi',
    environment: { WORKSPACE: 'shop' },
    secrets: ['ADMIN_TOKEN', 'SECRETS_KEY'],
  },
  {
    name: 'source-functions',
    operations: 'sourceFunctionsOperations',
    port: 'sourceFunctions',
    // Minutes elsewhere, and too long for somebody who tries a function.
    environment: { RETRY_FIRST_DELAY_MIN: '1s', RETRY_FIRST_DELAY_MAX: '2s', RETRY_MAX_DELAY: '20s' },
    secrets: ['SECRETS_KEY'],
  },
  {
    name: 'source-debugger',
    operations: 'sourceDebuggerOperations',
    port: 'sourceDebugger',
    environment: { WORKSPACE: 'shop' },
    secrets: ['ADMIN_TOKEN'],
  },
];

export function createServiceParts(stack: Stack): readonly Part[] {
  return SERVICES.map(service => createServicePart(service, stack));
}

function createServicePart(service: Service, stack: Stack): Part {
  const { layout, ports } = stack;
  const { name, operations, port, environment = {}, folderSetting, secrets = [] } = service;
  return {
    name,
    group: 'service',
    ports: port === undefined ? [ports[operations]] : [ports[port], ports[operations]],
    launch: async () => ({
      command: process.execPath,
      args: [join(layout.repository, 'services', name, 'src', 'main.ts')],
      env: {
        ...serviceEnvironment(stack),
        ...environment,
        ...(await readSecrets(layout, secrets)),
        ...(folderSetting !== undefined && { [folderSetting]: join(layout.data, name) }),
        OPERATIONS_PORT: String(ports[operations]),
        ...(port !== undefined && { HOST: '127.0.0.1', PORT: String(ports[port]) }),
      },
      cwd: layout.repository,
    }),
    metricsUrl: `http://127.0.0.1:${ports[operations]}/metrics`,
    isReady: signal => answersHttp(`http://127.0.0.1:${ports[operations]}/health/ready`, signal),
    readyWithinMs: 90_000,
    stopWithinMs: 30_000,
  };
}
