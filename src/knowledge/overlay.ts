import { formatPortKey, parsePortKey, type PortKey } from '../net/port.ts';
import type { Transport } from '../net/transport.ts';
import type { ListedService } from './service-list.ts';

/** How far a port may be reached, in the user's words: this machine, its networks, or everybody. */
export type ExpectedExposure = 'host' | 'network' | 'anywhere';

/** Findings on a port that the user has seen and does not want to be told of until a day. */
export interface Mute {
  /** Ids of findings such as `sockets.exposed-service`; absent: all of them. */
  readonly findings?: readonly string[];
  /** The last day of the silence, ISO. */
  readonly until: string;
  readonly reason?: string;
}

/** What the user says of a port in a `portolan.yaml`: layer 3 of the knowledge base, which beats the others. */
export interface LocalNote {
  readonly label?: string;
  readonly owner?: string;
  /** Names of the processes that should hold it. */
  readonly process?: readonly string[];
  readonly exposure?: ExpectedExposure;
  readonly mute?: Mute;
  readonly note?: string;
}

/** One file of notes, by port key. */
export interface OverlayFile {
  /** Where it was read from, as the user would type it. */
  readonly path: string;
  readonly ports: Readonly<Record<string, LocalNote>>;
  /** Lists of names (`/etc/services`) to show beside the others. */
  readonly services: readonly string[];
}

/** A list of services of this machine, as read at run time; never part of what is shipped. */
export interface ServiceList {
  readonly path: string;
  readonly services: readonly ListedService[];
}

/** What such a list calls a port. */
export interface LocalName extends Pick<ListedService, 'name' | 'aliases' | 'comment'> {
  readonly file: string;
}

/** The notes on one port, merged, with the files they come from. */
export interface LocalKnowledge extends LocalNote {
  readonly files: readonly string[];
}

interface Entry {
  readonly key: PortKey;
  readonly file: string;
  readonly note: LocalNote;
}

/**
 * The user's notes. Field by field the nearest file wins (project, then user, then system), and within a file a port
 * beats a range that covers it.
 */
export class Overlay {
  /** Files from the nearest to the farthest. */
  readonly files: readonly OverlayFile[];
  /** Lists of names of this machine. */
  readonly services: readonly ServiceList[];
  readonly #entries: readonly Entry[];
  readonly #merged = new Map<string, LocalKnowledge | null>();

  constructor(files: readonly OverlayFile[], services: readonly ServiceList[] = []) {
    this.files = files;
    this.services = services;
    this.#entries = files.flatMap(({ path, ports }) =>
      Object.entries(ports)
        .flatMap(([text, note]) => {
          const key = parsePortKey(text);
          return key === null ? [] : [{ key, file: path, note }];
        })
        .sort((a, b) => a.key.to - a.key.from - (b.key.to - b.key.from)),
    );
  }

  /** What the user says of a port, or of all ports of a range; null when nothing. */
  noteOn(port: number, transport: Transport, lastPort = port): LocalKnowledge | null {
    if (this.#entries.length === 0) return null;
    const id = `${port}-${lastPort}/${transport}`;
    const known = this.#merged.get(id);
    if (known !== undefined) return known;
    const fitting = this.#entries.filter(
      ({ key }) => key.transport === transport && key.from <= port && lastPort <= key.to,
    );
    const merged = fitting.length === 0 ? null : mergeNotes(fitting);
    this.#merged.set(id, merged);
    return merged;
  }

  /** What the machine's own lists call a port. */
  namesOn(port: number, transport: Transport): LocalName[] {
    return this.services.flatMap(({ path, services }) =>
      services
        .filter((service) => service.port === port && service.transport === transport)
        .map(({ name, aliases, comment }) => ({ name, aliases, comment, file: path })),
    );
  }

  /** Every port that has a note, with what is said of it in its file. */
  *notes(): Generator<{ readonly key: string; readonly note: LocalNote; readonly file: string }> {
    for (const { key, note, file } of this.#entries) yield { key: formatPortKey(key), note, file };
  }

  /** Keys that a label, an owner or a list of services names, letter case aside. */
  keysNamed(text: string): string[] {
    const wanted = text.toLowerCase();
    const keys = this.#entries
      .filter(({ note }) => note.label?.toLowerCase() === wanted || note.owner?.toLowerCase() === wanted)
      .map(({ key }) => formatPortKey(key));
    for (const { services } of this.services) {
      for (const { port, transport, name, aliases } of services) {
        const isNamed = name.toLowerCase() === wanted || aliases.some((alias) => alias.toLowerCase() === wanted);
        if (isNamed) keys.push(`${port}/${transport}`);
      }
    }
    return keys;
  }
}

export const NO_OVERLAY = new Overlay([]);

/** From the nearest to the farthest. */
function mergeNotes(entries: readonly Entry[]): LocalKnowledge {
  const files = [...new Set(entries.map((entry) => entry.file))];
  return Object.assign({}, ...entries.toReversed().map((entry) => entry.note), { files }) as LocalKnowledge;
}

/** Whether a finding on a port is muted on a day (ISO date). */
export function isMuted(note: LocalNote | null, finding: string, today: string): boolean {
  const mute = note?.mute;
  if (mute === undefined || today > mute.until) return false;
  return mute.findings === undefined || mute.findings.includes(finding);
}
