import type { Answer, HistoricProgram } from '../../../knowledge/answer.ts';
import type { LocalKnowledge } from '../../../knowledge/overlay.ts';
import type { Era, Statement, Use } from '../../../knowledge/dossier.ts';
import { formatPortRange } from '../../../net/port.ts';
import type { Context } from '../../context.ts';
import { printable } from '../../printable.ts';
import { wrap } from '../../wrap.ts';

export interface AnswerTextOptions {
  /** What holds the ports on this machine, by `port/transport`; null when nobody looked. */
  readonly holders: ReadonlyMap<string, string> | null;
  /** What the store has of the ports, by the same; null when it was not asked. */
  readonly stored: ReadonlyMap<string, string> | null;
  readonly sources: boolean;
}

const HISTORY_NOTE = 'names from old lists: why scanners still come by, and no evidence about this machine';
const LABEL_WIDTH = 14;
const INDENT = '  ';
/** Longest comfortable line, however wide the screen. */
const MAX_WIDTH = 110;
/** A port many Trojans were on record for is not explained by listing them all. */
const PROGRAMS_SHOWN = 12;

/** Answers as a person reads them; answers that say the same (tcp and udp of one service) are said once. */
export function* formatAnswers(
  answers: readonly Answer[],
  options: AnswerTextOptions,
  context: Context,
): Generator<string> {
  const groups = groupAlike(answers);
  let first = true;
  for (const group of groups) {
    const text = new AnswerText(group, options, context);
    // Beside an answer with substance, a transport on which nothing is known is worth a line, not a page.
    const brief = groups.some((other) => other !== group && samePorts(other, group) && hasSubstance(other));
    if (!first && !(brief && !hasSubstance(group))) yield '';
    first = false;
    yield* brief && !hasSubstance(group) ? text.briefly() : text.lines();
  }
}

function groupAlike(answers: readonly Answer[]): Answer[][] {
  const groups = new Map<string, Answer[]>();
  for (const answer of answers) {
    const said = [answer.port, answer.lastPort, answer.title, answer.registry.status, answer.registry.names];
    const key = JSON.stringify(said);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [answer]);
    else group.push(answer);
  }
  return [...groups.values()];
}

function samePorts([a]: readonly Answer[], [b]: readonly Answer[]): boolean {
  return a?.port === b?.port && a?.lastPort === b?.lastPort;
}

/** Whether there is more to say than that nobody has registered the port. */
function hasSubstance(group: readonly Answer[]): boolean {
  return group.some(
    ({ title, registry, malware, local, localNames }) =>
      title !== null || registry.status === 'assigned' || malware.length > 0 || local !== null || localNames.length > 0,
  );
}

class AnswerText {
  readonly #answers: readonly Answer[];
  readonly #answer: Answer;
  readonly #options: AnswerTextOptions;
  readonly #context: Context;
  readonly #width: number;

  constructor(group: readonly Answer[], options: AnswerTextOptions, context: Context) {
    const [answer] = group;
    if (answer === undefined) throw new RangeError('a group of answers is never empty');
    this.#answers = group;
    this.#answer = answer;
    this.#options = options;
    this.#context = context;
    this.#width = context.isTerminal ? Math.min(context.width, MAX_WIDTH) : Number.POSITIVE_INFINITY;
  }

  /** One line: the port, and that nothing is known. */
  *briefly(): Generator<string> {
    const { style } = this.#context;
    yield style.dim(`${this.#keys()}  ${describeRegistry(this.#answer)}, and nothing else known of it`);
  }

  *lines(): Generator<string> {
    const answer = this.#answer;
    yield* this.#heading();
    yield* this.#yours();
    if (answer.summary !== null) yield* this.#paragraph(this.#cited(answer.summary));
    else yield* this.#paragraph(describeUnwritten(answer));
    for (const correction of answer.corrections) {
      yield* this.#entry('Often wrong', `${correction.said} ${correction.fact}${this.#marks(correction.sources)}`);
    }
    yield* this.#entries(
      'Used for',
      answer.uses.map((use) => `${describeUse(use)}${this.#marks(use.sources)}`),
    );
    if (answer.differsFromRegistry !== null) yield* this.#entry('Registered', this.#cited(answer.differsFromRegistry));
    yield* this.#entries('Registry', answer.title === null ? [] : registryNotes(answer));
    yield* this.#entries('If you see', this.#sightings());
    yield* this.#risk();
    yield* this.#entries(
      'Do',
      answer.advice.map((advice) => `${ON[advice.audience]}: ${advice.do}${this.#marks(advice.sources)}`),
    );
    yield* this.#entries(
      'Harmless',
      answer.noise.map((noise) => `${noise.pattern}: ${noise.meaning}`),
    );
    if (answer.amplification !== null) {
      const [low, high] = answer.amplification.factor;
      const factor = low === high ? `${low}` : `${low} to ${high}`;
      yield* this.#entry(
        'Amplifies',
        `${factor} bytes out for a byte in, to whoever was named as sender${this.#marks(answer.amplification.sources)}`,
      );
    }
    yield* this.#entries(
      'In traffic',
      answer.patterns.map(({ id, title }) => `${title} (portolan knowledge patterns ${id})`),
    );
    yield* this.#entries(
      'Known holes',
      answer.vulnerabilities.map(
        (hole) => `${hole.id}${hole.exploited ? ', exploited in the wild' : ''}: ${hole.note}`,
      ),
    );
    yield* this.#entries(
      'See also',
      answer.pairs.map((pair) => `${pair.key}: ${pair.why}`),
    );
    yield* this.#history();
    yield* this.#hereNow();
    if (this.#options.sources) {
      yield* this.#entries(
        'Sources',
        answer.sources.map((source) => `[${source.id}] ${source.title}, ${source.ref}`),
      );
    }
  }

  #keys(): string {
    const range = formatPortRange({ from: this.#answer.port, to: this.#answer.lastPort });
    return this.#answers.map((answer) => `${range}/${answer.transport}`).join(', ');
  }

  *#heading(): Generator<string> {
    const answer = this.#answer;
    const { style } = this.#context;
    const facts = [CLASS_WORDS[answer.class], describeRegistry(answer)];
    if (answer.cleartext === true) facts.push('clear text');
    yield `${style.strong(this.#keys())}  ${style.strong(answer.title ?? unwrittenTitle(answer))}`;
    yield* wrap(facts.join(' · '), this.#width - INDENT.length).map((line) => INDENT + style.dim(line));
  }

  /** The user's own notes, which beat what the rest of the world says. */
  *#yours(): Generator<string> {
    yield* this.#entries(
      'Yours',
      this.#ofEach(({ local }) =>
        local === null ? [] : [`${describeNote(local)}   (${local.files.map(printable).join(', ')})`],
      ),
    );
    yield* this.#entries(
      'Listed here',
      this.#ofEach(({ localNames }) =>
        localNames.map(({ name, aliases, comment, file }) => {
          const others = aliases.length === 0 ? '' : ` (${aliases.join(', ')})`;
          return printable(
            `${name}${others}${comment === null ? '' : `, ${comment}`} in ${file}, a list of this machine`,
          );
        }),
      ),
    );
  }

  /** What is said of the answers, with the key where it does not hold for all of them. */
  #ofEach(describe: (answer: Answer) => readonly string[]): string[] {
    const said = new Map<string, string[]>();
    for (const answer of this.#answers) {
      for (const text of describe(answer)) said.set(text, [...(said.get(text) ?? []), answer.transport]);
    }
    return [...said].map(([text, of]) => (of.length === this.#answers.length ? text : `${of.join(', ')}: ${text}`));
  }

  *#risk(): Generator<string> {
    const { risk } = this.#answer;
    if (risk === null) return;
    const levels = `${RISK_WORDS[risk.internet]} from the Internet, ${RISK_WORDS[risk.lan]} from the local network, ${RISK_WORDS[risk.loopback]} on this host only`;
    yield* this.#entry('Risk', `${levels}. ${risk.why}${this.#marks(risk.sources)}`);
  }

  *#history(): Generator<string> {
    const programs = this.#answers.flatMap((answer) =>
      answer.malware.map((program) => ({ program, key: `${answer.port}/${answer.transport}` })),
    );
    if (programs.length === 0) return;
    const shown = programs
      .slice(0, PROGRAMS_SHOWN)
      .map(({ program, key }) => `${describeProgram(program, key)}${this.#marks(program.sources)}`);
    const others = programs.slice(PROGRAMS_SHOWN).map(({ program, key }) => `${program.name} (${key})`);
    if (others.length > 0) shown.push(`and ${others.length} more: ${others.join(', ')}`);
    yield* this.#entries('History', [HISTORY_NOTE, ...shown]);
  }

  *#hereNow(): Generator<string> {
    const { holders, stored } = this.#options;
    if (holders !== null) yield* this.#entries('Here now', this.#said(holders));
    if (stored !== null) yield* this.#entries('In the store', this.#said(stored));
  }

  /** What is said of the ports of this answer, each thing once. */
  #said(texts: ReadonlyMap<string, string>): string[] {
    const said = this.#answers.flatMap(
      ({ port, lastPort, transport }) => texts.get(`${port}-${lastPort}/${transport}`) ?? [],
    );
    return [...new Set(said)];
  }

  #sightings(): string[] {
    const { listener, knock, outbound } = this.#answer.ifSeen;
    const texts: string[] = [];
    if (listener !== undefined) texts.push(`a listener here: ${this.#cited(listener)}`);
    if (knock !== undefined) texts.push(`a knock from outside: ${this.#cited(knock)}`);
    if (outbound !== undefined) texts.push(`this host connecting out: ${this.#cited(outbound)}`);
    return texts;
  }

  #cited(statement: Statement): string {
    const doubt = statement.confidence === 'disputed' ? ' (disputed)' : '';
    return `${statement.text}${doubt}${this.#marks(statement.sources)}`;
  }

  #marks(sources: readonly string[]): string {
    return ` ${sources.map((id) => `[${id}]`).join(' ')}`;
  }

  *#paragraph(text: string): Generator<string> {
    for (const line of wrap(text, this.#width - INDENT.length)) yield INDENT + this.#dimMarks(line);
  }

  *#entries(label: string, texts: readonly string[]): Generator<string> {
    for (const [index, text] of texts.entries()) yield* this.#entry(index === 0 ? label : '', text);
  }

  *#entry(label: string, text: string): Generator<string> {
    const head = INDENT + label.padEnd(LABEL_WIDTH);
    for (const [index, line] of wrap(text, this.#width - head.length).entries()) {
      yield (index === 0 ? this.#context.style.strong(head) : ' '.repeat(head.length)) + this.#dimMarks(line);
    }
  }

  #dimMarks(line: string): string {
    return line.replace(/\[[a-z0-9.-]+\]/g, (mark) => this.#context.style.dim(mark));
  }
}

const CLASS_WORDS: Readonly<Record<Answer['class'], string>> = {
  system: 'system port',
  user: 'user port',
  dynamic: 'dynamic port',
  mixed: 'several classes',
};

const RISK_WORDS = ['harmless', 'low', 'worth a look', 'high', 'severe'] as const;

const ON = { host: 'on the host', edge: 'at the edge', egress: 'outbound', developer: 'as a developer' } as const;

function describeRegistry({ registry, transport }: Answer): string {
  switch (registry.status) {
    case 'assigned':
      return registry.names.length === 0
        ? `registered without a name`
        : `registered ${registry.names.map((name) => `"${name}"`).join(', ')}`;
    case 'reserved':
      return 'reserved by IANA';
    case 'unassigned':
      return 'not assigned by IANA';
    case 'de-registered':
      return 'de-registered by IANA';
    case 'dynamic':
      return 'never assigned to anything';
    case 'no-row':
      return `no row in IANA's registry for ${transport}`;
    case 'mixed':
      return 'several registry entries';
  }
}

function unwrittenTitle({ registry }: Answer): string {
  const record = registry.records.find((one) => one.name !== undefined || one.description !== undefined);
  if (registry.status !== 'assigned')
    return registry.status === 'dynamic' ? 'dynamic or private port' : 'no registered service';
  return record?.description ?? record?.name ?? 'registered, without a description';
}

/** What can be said of a port that has no dossier: the registry's words, and how far they carry. */
function describeUnwritten({ registry, class: portClass }: Answer): string {
  switch (registry.status) {
    case 'assigned':
      return 'Registered, and no dossier is written yet. What uses it on a network need not be the registered service. [iana]';
    case 'dynamic':
      return 'Left to clients and private use (RFC 6335): the number says nothing about what uses it; look at the process. [iana]';
    case 'mixed':
      return 'The registry has several entries in this range: ask for a narrower one. [iana]';
    default:
      return `Nobody has registered it${portClass === 'system' ? ', though system ports are given out by the IETF alone' : ''}. Whatever uses it is not known by its number; look at the process. [iana]`;
  }
}

function registryNotes({ registry }: Answer): string[] {
  const notes = registry.records
    .flatMap((record) => [record.note, record.unauthorizedUse])
    .filter((note) => note !== undefined);
  // DNS-SD keys of a service are for its programmers, not for whoever meets the port.
  return [...new Set(notes)].filter((note) => !note.startsWith('Defined TXT keys')).map((note) => `${note} [iana]`);
}

const EXPOSURES = { host: 'this host only', network: 'its networks', anywhere: 'anywhere' } as const;

function describeNote(note: LocalKnowledge): string {
  const parts: string[] = [];
  if (note.label !== undefined) parts.push(note.label);
  if (note.owner !== undefined) parts.push(`ask ${note.owner}`);
  if (note.process !== undefined) parts.push(`held by ${note.process.join(' or ')}`);
  if (note.exposure !== undefined) parts.push(`reachable from ${EXPOSURES[note.exposure]}`);
  if (note.mute !== undefined) {
    const what = note.mute.findings?.join(', ') ?? 'findings';
    const why = note.mute.reason === undefined ? '' : ` (${note.mute.reason})`;
    parts.push(`${what} muted until ${note.mute.until}${why}`);
  }
  if (note.note !== undefined) parts.push(note.note);
  return parts.map(printable).join(' · ');
}

function describeUse(use: Use): string {
  const era = use.era === undefined ? '' : `, ${describeEra(use.era)}`;
  const processes = use.processes === undefined || use.processes.length === 0 ? '' : `: ${use.processes.join(', ')}`;
  const note = use.note === undefined ? '' : `. ${use.note}`;
  return `${use.name} (${use.kind.replaceAll('-', ' ')}${era})${processes}${note}`;
}

function describeEra({ from, to }: Era): string {
  if (from === undefined) return to === undefined ? 'era not known' : `until ${to}`;
  return to === undefined ? `since ${from}` : `${from} to ${to}`;
}

const DIRECTIONS = {
  listens: 'listened here',
  'connects-out': 'connected out to it',
  both: 'listened here and connected out to it',
  unknown: 'direction not known',
} as const;

function describeProgram(program: HistoricProgram, key: string): string {
  const era = program.era === null || program.era === undefined ? '' : `, ${describeEra(program.era)}`;
  const doubt = program.confidence === 'disputed' ? ', disputed' : '';
  const sentences = [`${key} ${program.name} (${program.kind}${era}; ${DIRECTIONS[program.direction]}${doubt}).`];
  if (program.asked) sentences.push(program.summary);
  if (program.note !== null) sentences.push(program.note);
  if (program.notToBeConfusedWith !== null) sentences.push(`Not to be confused with: ${program.notToBeConfusedWith}`);
  return sentences.join(' ');
}
