/** What a server, or the way to it, said. */
export class Failure extends Error {
  override readonly name = 'Failure';
  /** ClickHouse's number of the error; null where no server answered. */
  readonly code: number | null;

  constructor(message: string, code: number | null) {
    super(message);
    this.code = code;
  }

  /** Whether another server, or the same one later, may do what this one did not. */
  get isTemporary(): boolean {
    return this.code === null || TEMPORARY.has(this.code);
  }
}

export const UNKNOWN_TABLE = 60;
export const UNKNOWN_DATABASE = 81;
export const TIMEOUT_EXCEEDED = 159;
/** No replica of a shard can be reached. */
export const ALL_CONNECTION_TRIES_FAILED = 279;

/** What is said where a peer, ZooKeeper or memory is not there, or a server begins or ends; each was seen in the lab or stands in its sources. */
const TEMPORARY: ReadonlySet<number> = new Set([
  3, // unexpected end of file
  32, // attempt to read after eof: a peer died
  101, // unexpected packet from a server
  TIMEOUT_EXCEEDED,
  202, // too many simultaneous queries
  209, // socket timeout
  210, // network error
  225, // no ZooKeeper
  236, // aborted
  241, // memory limit
  242, // table is in readonly mode: its session of ZooKeeper is gone
  243, // not enough space
  252, // too many parts
  254, // no active replicas
  ALL_CONNECTION_TRIES_FAILED,
  285, // too few live replicas
  286, // unsatisfied quorum of a previous write
  319, // unknown status of an insert
  394, // query was cancelled
  999, // ZooKeeper
  1000, // network library
]);

const MAX_WORDS = 400;

/** Reads what the client threw: 18.16's plain text, or the parsed error of later servers. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const fromText = /^Code: (\d+)/.exec(message)?.[1];
  const fromField = error instanceof Error && 'code' in error ? /^\d+$/.exec(String(error.code))?.[0] : undefined;
  const code = fromText ?? fromField;
  return new Failure(words(message), code === undefined ? null : Number(code));
}

/** One line, without what a terminal acts upon and without the server's stack. */
function words(message: string): string {
  const line = message.split(/\n|, Stack trace/, 1)[0] ?? '';
  // oxlint-disable-next-line no-control-regex
  const plain = line.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ').trim();
  return plain.length > MAX_WORDS ? `${plain.slice(0, MAX_WORDS)} ...` : plain || 'no answer';
}
