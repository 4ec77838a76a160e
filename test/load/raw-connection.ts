import { connect, type Socket } from 'node:net';

/** A keep-alive HTTP/1.1 connection with one request under way at a time. */
export type RawConnection = {
  readonly send: (request: Buffer) => void;
  readonly close: () => void;
};

const HEAD_END = '\r\n\r\n';

/**
 * Opens a connection that reads no more of a reply than its status and length: a full HTTP client would cost more than the
 * server under test. `onReply` gets the status; `onLost` is called once when the connection ends.
 */
export function openRawConnection(
  address: { readonly host: string; readonly port: number },
  { onReply, onLost }: { readonly onReply: (status: number) => void; readonly onLost: () => void },
): Promise<RawConnection> {
  const socket: Socket = connect({ ...address, noDelay: true });
  let pending = Buffer.alloc(0);
  socket.on('data', piece => {
    pending = pending.length === 0 ? piece : Buffer.concat([pending, piece]);
    const reply = takeReply(pending);
    if (reply === undefined) return;
    pending = pending.subarray(reply.length);
    onReply(reply.status);
  });
  const opened = Promise.withResolvers<RawConnection>();
  socket.once('connect', () => {
    opened.resolve({ send: request => void socket.write(request), close: () => socket.destroy() });
  });
  socket.once('error', error => {
    opened.reject(error);
  });
  socket.once('close', onLost);
  return opened.promise;
}

/** The first whole reply in the bytes. */
export function takeReply(bytes: Buffer): { readonly status: number; readonly length: number } | undefined {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const bodyStart = headEnd + HEAD_END.length;
  const status = Number(head.slice(9, 12));
  const declared = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (declared !== undefined) {
    const length = bodyStart + Number(declared);
    return bytes.length >= length ? { status, length } : undefined;
  }
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return { status, length: bodyStart };
  const lastChunk = bytes.indexOf('0\r\n\r\n', bodyStart);
  return lastChunk < 0 ? undefined : { status, length: lastChunk + 5 };
}
