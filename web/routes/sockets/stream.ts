import { useEffect, useRef, useState } from 'preact/hooks';
import { API } from '../../api/paths.ts';
import type { SocketChange, SocketRow, SocketsDocument } from '../../api/documents.ts';
import { announce } from '../../state/announce.ts';
import { GroupedSockets, socketKey, type Entry } from './grouped-sockets.ts';

/** How long a socket is marked as new, or shown although it is gone; milliseconds. */
const MARKED = 15_000;
/** How often changes are said aloud at most. */
const SAID = 5000;

export type Mark = 'new' | 'gone';

export interface LiveSockets {
  /** Null until the first look has arrived. */
  readonly grouped: GroupedSockets | null;
  readonly head: Omit<SocketsDocument, 'sockets'> | null;
  readonly total: number;
  readonly isLost: boolean;
  /** Changes that wait because the list is paused. */
  readonly waiting: number;
  readonly markOf: (key: string) => Mark | null;
}

/** Sockets as the server sees them come and go. */
export function useLiveSockets(
  choice: 'all' | 'listening',
  accepts: (row: SocketRow) => boolean,
  isPaused: boolean,
): LiveSockets {
  const [, redraw] = useState(0);
  const live = useRef<LiveState | null>(null);
  live.current ??= new LiveState(() => redraw((turn) => turn + 1));
  const { current } = live;
  // The server leaves out what is not shown: 100,000 connections take longer than the hundred that listen.
  useEffect(() => current.connect(choice), [current, choice]);
  current.filter(accepts);
  useEffect(() => {
    current.pause(isPaused);
  }, [current, isPaused]);
  return current;
}

class LiveState implements LiveSockets {
  grouped: GroupedSockets | null = null;
  head: LiveSockets['head'] = null;
  isLost = false;
  readonly #rows = new Map<string, Entry>();
  readonly #marks = new Map<string, { readonly mark: Mark; readonly until: number }>();
  readonly #redraw: () => void;
  #accepts: ((row: SocketRow) => boolean) | null = null;
  #isPaused = false;
  #waiting: SocketChange[] = [];
  #unsaid = { came: 0, went: 0 };
  #lastSaid = 0;

  constructor(redraw: () => void) {
    this.#redraw = redraw;
  }

  get total(): number {
    return this.#rows.size;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  markOf(key: string): Mark | null {
    return this.#marks.get(key)?.mark ?? null;
  }

  filter(accepts: (row: SocketRow) => boolean): void {
    if (accepts === this.#accepts) return;
    this.#accepts = accepts;
    if (this.grouped !== null) this.grouped = new GroupedSockets(this.#rows.values(), accepts);
  }

  pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (isPaused) return;
    const waited = this.#waiting;
    this.#waiting = [];
    for (const change of waited) this.#apply(change);
    if (waited.length > 0) this.#redraw();
  }

  connect(choice: 'all' | 'listening'): () => void {
    const source = new EventSource(API.socketEvents(choice));
    source.addEventListener('snapshot', ({ data }: MessageEvent<string>) => {
      this.#take(JSON.parse(data) as SocketsDocument);
    });
    source.addEventListener('change', ({ data }: MessageEvent<string>) => {
      const change = JSON.parse(data) as SocketChange;
      if (this.#isPaused) this.#waiting.push(change);
      else this.#apply(change);
      this.#redraw();
    });
    source.addEventListener('error', () => {
      this.isLost = true;
      this.#redraw();
    });
    const clock = setInterval(() => {
      if (!this.#isPaused && this.#forget()) this.#redraw();
    }, 1000);
    return () => {
      source.close();
      clearInterval(clock);
    };
  }

  #take({ sockets, ...head }: SocketsDocument): void {
    this.isLost = false;
    this.head = head;
    this.#rows.clear();
    this.#marks.clear();
    this.#waiting = [];
    for (const row of sockets) {
      const key = socketKey(row);
      this.#rows.set(key, { key, row });
    }
    this.grouped = new GroupedSockets(this.#rows.values(), this.#accepts ?? (() => true));
    this.#redraw();
  }

  #apply({ added, gone, changed }: SocketChange): void {
    const until = Date.now() + MARKED;
    for (const row of [...added, ...changed]) {
      const entry = { key: socketKey(row), row };
      if (!this.#rows.has(entry.key)) this.#marks.set(entry.key, { mark: 'new', until });
      this.#rows.set(entry.key, entry);
      this.grouped?.add(entry);
    }
    for (const key of gone) if (this.#rows.has(key)) this.#marks.set(key, { mark: 'gone', until });
    this.#say(added.length, gone.length);
  }

  /** Takes marks away that were shown long enough, and sockets that are gone with them. */
  #forget(): boolean {
    const now = Date.now();
    let any = false;
    for (const [key, { mark, until }] of this.#marks) {
      if (until > now) continue;
      any = true;
      this.#marks.delete(key);
      if (mark !== 'gone') continue;
      this.#rows.delete(key);
      this.grouped?.remove(key);
    }
    return any;
  }

  #say(came: number, went: number): void {
    this.#unsaid = { came: this.#unsaid.came + came, went: this.#unsaid.went + went };
    const now = Date.now();
    if (now - this.#lastSaid < SAID || this.#unsaid.came + this.#unsaid.went === 0) return;
    announce(`${this.#unsaid.came} new sockets, ${this.#unsaid.went} gone`);
    this.#lastSaid = now;
    this.#unsaid = { came: 0, went: 0 };
  }
}
