import type { PortRange } from '../net/port.ts';
import { TRANSPORTS, type Transport } from '../net/transport.ts';
import type {
  Advice,
  Amplification,
  Confidence,
  Correction,
  Dossier,
  Era,
  Noise,
  Pair,
  Risk,
  Sightings,
  Statement,
  Use,
  Vulnerability,
} from './dossier.ts';
import type { Knowledge, PatternInBrief } from './knowledge.ts';
import { NO_OVERLAY, type LocalKnowledge, type LocalName, type Overlay } from './overlay.ts';
import type { Direction, Program, ProgramKind } from './program.ts';
import type { Query } from './query.ts';
import { citationsOf } from './statements.ts';
import { portClass, type PortClass, type RegistryRecord, type RegistryStatus } from './registry-entry.ts';
import type { Source } from './source.ts';

/** A malicious program on record for the port, as one answer shows it. */
export interface HistoricProgram {
  readonly name: string;
  /** The question was asked by its name. */
  readonly asked: boolean;
  readonly kind: ProgramKind;
  readonly aliases: readonly string[];
  readonly direction: Direction;
  readonly era: Era | null;
  readonly summary: string;
  readonly note: string | null;
  readonly notToBeConfusedWith: string | null;
  readonly confidence: Confidence;
  readonly sources: readonly string[];
}

/** Everything the knowledge base says of a port, or of a run of ports it says the same of. */
export interface Answer {
  readonly port: number;
  /** Last port of the run; equal to `port` for a single one. */
  readonly lastPort: number;
  readonly transport: Transport;
  /** `mixed` only for a range that crosses a border of the classes. */
  readonly class: PortClass | 'mixed';
  readonly registry: {
    readonly status: RegistryStatus | 'mixed';
    readonly names: readonly string[];
    readonly records: readonly RegistryRecord[];
    readonly updated: string;
  };
  /** The user's own notes on the port (portolan.yaml), which beat everything below; null when there are none. */
  readonly local: LocalKnowledge | null;
  /** What lists of services on this machine call it; read at run time, when asked for. */
  readonly localNames: readonly LocalName[];
  readonly title: string | null;
  readonly shortName: string | null;
  readonly aliases: readonly string[];
  readonly summary: Statement | null;
  readonly uses: readonly Use[];
  readonly differsFromRegistry: Statement | null;
  readonly ifSeen: Sightings;
  readonly cleartext: boolean | null;
  readonly secureAlternatives: readonly string[];
  readonly pairs: readonly Pair[];
  readonly amplification: Amplification | null;
  /** Historic association, never evidence about what runs here. */
  readonly malware: readonly HistoricProgram[];
  readonly risk: Risk | null;
  readonly advice: readonly Advice[];
  readonly corrections: readonly Correction[];
  readonly vulnerabilities: readonly Vulnerability[];
  readonly noise: readonly Noise[];
  readonly attack: readonly string[];
  /** What traffic to the port may be part of: `portolan knowledge patterns ID` tells more. */
  readonly patterns: readonly PatternInBrief[];
  /** Every source that a statement of this answer names. */
  readonly sources: readonly Source[];
  /** Day on which the dossier was last revised; null without a dossier. */
  readonly revised: string | null;
}

/** Most answers one question may have: a range over everything has thousands. */
export const MAX_ANSWERS = 20_000;

/**
 * Answers a question. Without a transport, TCP and UDP always answer, SCTP and DCCP where something is known there.
 * A range answers once where a dossier is written about exactly that range, else run by run.
 */
export function answerQuery(knowledge: Knowledge, query: Query, overlay: Overlay = NO_OVERLAY): Answer[] {
  const answers: Answer[] = [];
  const asked = new Set(query.name === null ? [] : knowledge.programsNamed(query.name));
  const layers = { knowledge, overlay, asked };
  for (const { from, to, transport: only } of query.ports) {
    for (const transport of only === null ? TRANSPORTS : [only]) {
      for (const part of partsOf(knowledge, { from, to }, transport)) {
        if (answers.length >= MAX_ANSWERS) return answers;
        const always = transport === only || transport === 'tcp' || transport === 'udp';
        if (always || isKnown(layers, part, transport)) answers.push(buildAnswer(layers, part, transport));
      }
    }
  }
  return answers;
}

/** What an answer is made from. */
interface Layers {
  readonly knowledge: Knowledge;
  readonly overlay: Overlay;
  /** Programs by whose name was asked. */
  readonly asked: ReadonlySet<Program>;
}

function isKnown({ knowledge, overlay }: Layers, range: PortRange, transport: Transport): boolean {
  if (overlay.noteOn(range.from, transport, range.to) !== null) return true;
  return (
    knowledge.registry.lookUp(range.from, transport).status === 'assigned' || hasDossier(knowledge, range, transport)
  );
}

function hasDossier(knowledge: Knowledge, { from, to }: PortRange, transport: Transport): boolean {
  if (knowledge.dossiersAbout({ from, to, transport }).length > 0) return true;
  return knowledge.dossiersOn(from, transport).some((dossier) => dossier.kind === 'service');
}

/** Cuts a range into runs of ports of which the same is known. */
function partsOf(knowledge: Knowledge, range: PortRange, transport: Transport): PortRange[] {
  if (range.from === range.to || knowledge.dossiersAbout({ ...range, transport }).length > 0) return [range];
  const parts: PortRange[] = [];
  for (let from = range.from; from <= range.to;) {
    const same = Math.min(knowledge.registry.spanOf(from, transport).to, knowledge.handWrittenUntil(from, transport));
    const to = Math.min(range.to, same);
    parts.push({ from, to });
    from = to + 1;
  }
  return parts;
}

function buildAnswer({ knowledge, overlay, asked }: Layers, range: PortRange, transport: Transport): Answer {
  const dossier = dossierFor(knowledge, range, transport);
  const malware = range.from === range.to ? programsFor(knowledge, range.from, transport, asked) : [];
  let sources: readonly Source[] | null = null;
  return {
    port: range.from,
    lastPort: range.to,
    transport,
    class: portClass(range.from) === portClass(range.to) ? portClass(range.from) : 'mixed',
    registry: registryFor(knowledge, range, transport),
    local: overlay.noteOn(range.from, transport, range.to),
    localNames: range.from === range.to ? overlay.namesOn(range.from, transport) : [],
    title: dossier?.title ?? null,
    shortName: dossier?.shortName ?? null,
    aliases: dossier?.aliases ?? [],
    summary: dossier?.summary ?? null,
    uses: dossier?.uses ?? [],
    differsFromRegistry: dossier?.differsFromRegistry ?? null,
    ifSeen: dossier?.ifSeen ?? {},
    cleartext: dossier?.cleartext ?? null,
    secureAlternatives: dossier?.secureAlternatives ?? [],
    pairs: dossier?.pairs ?? [],
    amplification: dossier?.amplification ?? null,
    malware,
    risk: dossier?.risk ?? null,
    advice: dossier?.advice ?? [],
    corrections: dossier?.corrections ?? [],
    vulnerabilities: dossier?.vulnerabilities ?? [],
    noise: dossier?.noise ?? [],
    attack: dossier?.attack ?? [],
    patterns: patternsOf(knowledge, dossier),
    // Read when asked for: a screen that only names them by their ids needs none of these records.
    get sources() {
      return (sources ??= citedSources(knowledge, dossier, malware));
    },
    revised: dossier?.revised ?? null,
  };
}

/** The dossier that speaks of the range: one about exactly it, else the narrowest about a service that covers it. */
function dossierFor(knowledge: Knowledge, { from, to }: PortRange, transport: Transport): Dossier | null {
  const about = knowledge.dossiersAbout({ from, to, transport })[0];
  if (about !== undefined) return about;
  const covering = knowledge.dossiersOn(from, transport).find((dossier) => dossier.kind === 'service');
  return covering ?? null;
}

function registryFor(knowledge: Knowledge, { from, to }: PortRange, transport: Transport): Answer['registry'] {
  const { value, to: last } = knowledge.registry.spanOf(from, transport);
  const updated = knowledge.registryUpdated;
  if (to > last) return { status: 'mixed', names: [], records: [], updated };
  return { status: value.status, names: value.names, records: value.records, updated };
}

/** The programs on record for a port: those the question named first, then those of the documents people copy. */
function programsFor(
  knowledge: Knowledge,
  port: number,
  transport: Transport,
  asked: ReadonlySet<Program>,
): HistoricProgram[] {
  return knowledge
    .programsOn(port, transport)
    .toSorted((a, b) => rankOf(a.program, asked) - rankOf(b.program, asked))
    .map(({ program, association }) => ({
      name: program.name,
      asked: asked.has(program),
      kind: program.kind,
      aliases: program.aliases,
      direction: association.direction,
      era: program.era ?? null,
      summary: program.summary.text,
      note: association.note ?? null,
      notToBeConfusedWith: program.notToBeConfusedWith ?? null,
      confidence: association.confidence,
      sources: association.sources,
    }));
}

function rankOf(program: Program, asked: ReadonlySet<Program>): number {
  if (asked.has(program)) return 0;
  return program.claims.length > 0 ? 1 : 2;
}

function patternsOf(knowledge: Knowledge, dossier: Dossier | null): PatternInBrief[] {
  if (dossier === null || dossier.patterns.length === 0) return [];
  const byId = new Map(knowledge.patternsInBrief.map((pattern) => [pattern.id, pattern]));
  return dossier.patterns.map((id) => byId.get(id)).filter((pattern) => pattern !== undefined);
}

function citedSources(knowledge: Knowledge, dossier: Dossier | null, malware: readonly HistoricProgram[]): Source[] {
  const ids = new Set(['iana', ...citationsOf(dossier), ...malware.flatMap((program) => program.sources)]);
  return [...ids].map((id) => knowledge.source(id)).filter((source) => source !== null);
}
