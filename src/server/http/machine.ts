import { Hono, type Context } from 'hono';
import { atlasDocument } from '../api/atlas.ts';
import { ApiError, type ApiDesk } from '../api/desk.ts';
import { explainDocument } from '../api/explain.ts';
import { glanceDocument } from '../api/glance.ts';
import { claimsDocument, patternsDocument } from '../api/knowledge.ts';
import { lookAround } from '../api/look.ts';
import { searchDocument } from '../api/search.ts';
import { readSocketChoice, type SocketChoice } from '../api/socket-choice.ts';
import type { SocketFeed } from '../api/socket-feed.ts';
import { socketsDocument } from '../api/sockets.ts';
import type { PortInLogs } from '../api/atlas.ts';
import type { TokenBook } from '../tokens/token-book.ts';
import { onlyFor } from './access.ts';
import { failure } from './answer.ts';
import type { AppEnv, Door } from './door.ts';

/** Streams of events at once: each holds a connection, and is written to at every change. */
const MAX_STREAMS = 32;
/** A comment now and then tells proxies, and us, that the other end is still there. */
const HEARTBEAT_MS = 15_000;

export interface MachineRoutesParts {
  readonly desk: ApiDesk;
  readonly feed: SocketFeed;
  /** Ports that were knocked on, of the store. */
  readonly portsInLogs: () => Promise<readonly PortInLogs[] | null>;
  readonly tokens: TokenBook;
  readonly door: Door;
}

/** What the knowledge base says, and what this machine does: the documents of the command line. */
export function machineRoutes({ desk, feed, portsInLogs, tokens, door }: MachineRoutesParts): Hono<AppEnv> {
  const answer = async (c: Context, document: () => object | Promise<object>): Promise<Response> => {
    try {
      return c.json(await document());
    } catch (error) {
      if (error instanceof ApiError) return failure(c, error.status, error.message);
      throw error;
    }
  };
  return new Hono<AppEnv>()
    .use(onlyFor('reader', door, tokens))
    .get('/explain', (c) => answer(c, () => explainDocument(desk, c.req.queries('q') ?? [])))
    .get('/search', (c) => answer(c, () => searchDocument(desk, c.req.query('q') ?? '', c.req.query('limit') ?? null)))
    .get('/glance', (c) => answer(c, () => glanceDocument(desk)))
    .get('/claims', (c) => answer(c, () => claimsDocument(desk)))
    .get('/patterns', (c) => answer(c, () => patternsDocument(desk)))
    .get('/atlas', (c) => answer(c, async () => atlasDocument(desk, await lookAround(desk), await portsInLogs())))
    .get('/sockets', async (c) => {
      const choice = choiceOf(c);
      if (choice instanceof Response) return choice;
      const pieces = socketsDocument(desk, await lookAround(desk), choice);
      return c.body(streamOf(pieces), 200, { 'Content-Type': 'application/json' });
    })
    .get('/sockets/events', async (c) => {
      const choice = choiceOf(c);
      if (choice instanceof Response) return choice;
      if (feed.listeners >= MAX_STREAMS) {
        return failure(c, 503, `${MAX_STREAMS} pages are being told already`, { 'Retry-After': '10' });
      }
      return c.body(await socketEvents(desk, feed, choice, c.req.raw.signal), 200, {
        'Content-Type': 'text/event-stream',
      });
    });
}

/** Which sockets a request wants, or what it is answered where it wants none that there are. */
function choiceOf(c: Context): SocketChoice | Response {
  try {
    return readSocketChoice(c.req.query('only'));
  } catch (error) {
    if (error instanceof ApiError) return failure(c, error.status, error.message);
    throw error;
  }
}

/** What is there now as `snapshot`, then each `change`, until the other end goes away. */
async function socketEvents(
  desk: ApiDesk,
  feed: SocketFeed,
  choice: SocketChoice,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  let end = (): void => undefined;
  let send: (text: string) => void = () => undefined;
  let close = (): void => undefined;
  const { view, end: leave } = await feed.listen(
    (changes) => send(`event: change\ndata: ${JSON.stringify(changes)}\n\n`),
    () => close(),
    choice,
  );
  const heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MS);
  end = () => {
    clearInterval(heartbeat);
    leave();
  };
  signal.addEventListener('abort', () => end());
  return new ReadableStream({
    start(controller) {
      close = () => {
        end();
        controller.close();
      };
      send = (text) => {
        // Who reads nothing any more is let go: what is not read would be kept.
        if ((controller.desiredSize ?? 0) < -MAX_BEHIND) {
          end();
          controller.error(new Error('too far behind'));
          return;
        }
        controller.enqueue(encoder.encode(text));
      };
      send('event: snapshot\ndata: ');
      for (const piece of socketsDocument(desk, view, choice)) controller.enqueue(encoder.encode(piece));
      send('\n\n');
    },
    cancel: () => end(),
  });
}

/** Pieces that wait for the other end; the first document of 100,000 sockets has 1,500. */
const MAX_BEHIND = 4096;

function streamOf(pieces: Generator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      const { value, done } = pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
}
