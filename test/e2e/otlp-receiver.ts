import { once } from 'node:events';
import { createServer } from 'node:http';

/** A span as OTLP's JSON spells it, with the service that made it. */
export type ReceivedSpan = {
  readonly service: string;
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
};

type OtlpRequest = {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly {
        readonly key: string;
        readonly value: { readonly stringValue?: string };
      }[];
    };
    readonly scopeSpans: readonly { readonly spans: readonly Omit<ReceivedSpan, 'service'>[] }[];
  }[];
};

/** Receives spans over OTLP/HTTP with JSON bodies, as a collector does. */
export async function startOtlpReceiver(
  endpoint: string,
): Promise<{ spansOf(traceId: string): readonly ReceivedSpan[]; close(): Promise<void> }> {
  const spans: ReceivedSpan[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      spans.push(...spansIn(JSON.parse(Buffer.concat(pieces).toString()) as OtlpRequest));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  const { hostname, port } = new URL(endpoint);
  server.listen(Number(port), hostname);
  await once(server, 'listening');
  return {
    spansOf: traceId => spans.filter(span => span.traceId === traceId),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function spansIn({ resourceSpans }: OtlpRequest): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const name = resource.attributes.find(({ key }) => key === 'service.name');
    const service = name?.value.stringValue ?? '';
    return scopeSpans.flatMap(scope => scope.spans.map(span => ({ ...span, service })));
  });
}
