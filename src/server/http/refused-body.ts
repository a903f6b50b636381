import type { IncomingMessage, ServerResponse } from 'node:http';

/** For the answer to reach whoever is still sending: a connection that is reset at once may take it along. */
const LINGER_MS = 500;

/**
 * Where an answer goes out before all of the body came, no more of it is read: Node would throw away what comes, however much, as long as the
 * connection is open, and without counting. The connection is closed after the answer: our side at once, all of it a moment later.
 */
export function refuseRestOfBody(request: IncomingMessage, response: ServerResponse): void {
  // A request without a body is not complete yet either when it is answered in the turn in which it came.
  const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers;
  if (Number(length) === 0 && coding === undefined) return;
  const end = response.end.bind(response);
  const { socket } = request;
  const leave = (): void => {
    if (request.complete) return;
    let isLeft = false;
    // Node closes a connection by it that is not kept.
    socket.destroySoon = () => {
      if (isLeft) return;
      isLeft = true;
      socket.end();
      // What Node resumes when an answer is finished is resumed in the next turn; nothing does it after that.
      setImmediate(() => {
        socket.pause();
        socket.resume = () => socket;
      });
      setTimeout(() => socket.destroy(), LINGER_MS);
    };
  };
  const writeHead = response.writeHead.bind(response) as (...words: unknown[]) => ServerResponse;
  response.writeHead = (...words: unknown[]) => {
    if (!request.complete) response.shouldKeepAlive = false;
    return writeHead(...words);
  };
  response.end = ((...words: Parameters<typeof end>) => {
    leave();
    return end(...words);
  }) as typeof response.end;
}
