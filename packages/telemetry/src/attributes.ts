/**
 * Names of span attributes, as OpenTelemetry's semantic conventions spell them. Copied, because the package keeps the
 * messaging and database names in an entry that may change in any minor version.
 */
export const attributes = {
  serviceName: 'service.name',
  serviceVersion: 'service.version',
  errorType: 'error.type',

  httpMethod: 'http.request.method',
  httpRoute: 'http.route',
  httpStatus: 'http.response.status_code',
  httpResendCount: 'http.request.resend_count',
  urlPath: 'url.path',
  urlFull: 'url.full',
  serverAddress: 'server.address',
  serverPort: 'server.port',

  messagingSystem: 'messaging.system',
  messagingOperation: 'messaging.operation.name',
  messagingOperationType: 'messaging.operation.type',
  messagingDestination: 'messaging.destination.name',
  messagingPartition: 'messaging.destination.partition.id',
  messagingConsumerGroup: 'messaging.consumer.group.name',
  messagingBatchCount: 'messaging.batch.message_count',
  messagingMessageId: 'messaging.message.id',
  kafkaOffset: 'messaging.kafka.offset',

  databaseSystem: 'db.system.name',
  databaseNamespace: 'db.namespace',
  databaseCollection: 'db.collection.name',
  databaseOperation: 'db.operation.name',
  databaseBatchSize: 'db.operation.batch.size',
} as const;
