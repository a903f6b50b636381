import { compareSeverity, type Finding } from '../../findings/finding.ts';
import { isMuted, type LocalKnowledge } from '../../knowledge/overlay.ts';
import { aspectsOf, type Aspect } from './aspects.ts';
import { compareRecorded, type Pair } from './compare.ts';
import { portOf, type Recorded, type RecordedListener } from './recorded.ts';
import { expectationOf, severityOfAspect, severityOfGone, severityOfNew } from './severity.ts';
import { describeAspect, describeListener, meaningOfAspect, placeOf, subjectOfRecorded, whoHolds } from './words.ts';

export type Change = 'new' | 'gone' | 'moved' | 'changed';

/** A finding on what is not as it was, with both states. */
export interface Difference extends Finding {
  readonly change: Change;
  /** Null where it was not there. */
  readonly before: RecordedListener | null;
  /** Null where it is no longer there. */
  readonly after: RecordedListener | null;
}

/** Listeners by what became of them; the sum of all but `muted` is every listener of both sides, pairs counted once. */
export interface DifferenceSummary {
  readonly new: number;
  readonly gone: number;
  readonly moved: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Sockets that are most likely clients, and are not compared. */
  readonly clients: number;
  /** Listeners of one side that could not have been seen on the other. */
  readonly unjudged: number;
  /** Listeners of these whose differences the user's notes silence. */
  readonly muted: number;
}

export interface Differences {
  readonly sameHost: boolean;
  readonly summary: DifferenceSummary;
  /** Worst last. */
  readonly findings: readonly Difference[];
}

/** What the user says of a port. */
export type NoteOn = (listener: RecordedListener) => LocalKnowledge | null;

/** What is different in `after`. Pure: the same two give the same findings. */
export function findDifferences(before: Recorded, after: Recorded, noteOn: NoteOn): Differences {
  const compared = compareRecorded(before, after);
  const sameHost = before.host === after.host;
  const times = { before: before.generatedAt, after: after.generatedAt };
  const findings: Difference[] = [];
  const counts = { new: 0, gone: 0, moved: 0, changed: 0, unchanged: 0, muted: 0 };
  const today = after.generatedAt.slice(0, 'YYYY-MM-DD'.length);

  const count = (made: readonly Difference[], note: LocalKnowledge | null, change: Change): void => {
    const told = made.filter(({ id }) => !isMuted(note, id, today));
    counts[change]++;
    if (told.length === 0) counts.muted++;
    findings.push(...told);
  };
  for (const listener of compared.removed) {
    const note = noteOn(listener);
    count([goneFinding(listener, note, times, sameHost ? null : before.host)], note, 'gone');
  }
  for (const listener of compared.added) {
    const note = noteOn(listener);
    count([newFinding(listener, note, times, sameHost ? null : after.host)], note, 'new');
  }
  for (const pair of compared.moved) {
    const note = noteOn(pair.after);
    const aspects = aspectsOf(pair, before, after).map((aspect) => aspectFinding(aspect, pair, note, times, 'moved'));
    count([movedFinding(pair, note, times), ...aspects], note, 'moved');
  }
  for (const pair of compared.kept) {
    const aspects = aspectsOf(pair, before, after);
    const note = noteOn(pair.after);
    if (aspects.length === 0) counts.unchanged++;
    else
      count(
        aspects.map((aspect) => aspectFinding(aspect, pair, note, times, 'changed')),
        note,
        'changed',
      );
  }
  findings.sort((a, b) => compareSeverity(a.severity, b.severity));
  const { clients, unjudged } = compared;
  return {
    sameHost,
    summary: {
      ...counts,
      clients: clients.before.length + clients.after.length,
      unjudged: unjudged.before.length + unjudged.after.length,
    },
    findings,
  };
}

interface Times {
  readonly before: string;
  readonly after: string;
}

function newFinding(
  listener: RecordedListener,
  note: LocalKnowledge | null,
  { after }: Times,
  host: string | null,
): Difference {
  const expectation = expectationOf(listener, note);
  const where = listener.finding?.title ?? placeOf(listener.exposure);
  const notes = { expected: 'as your notes expect, ', contradicted: 'not as your notes say, ', unmentioned: '' };
  return {
    id: host === null ? 'sockets.new-listener' : 'sockets.only-one-host',
    severity: severityOfNew(listener, expectation),
    confidence: 'high',
    title: `${host === null ? 'new' : `only on ${host}`}, ${notes[expectation]}${where}`,
    meaning: `${portOf(listener)} did not listen before; ${whoHolds(listener)} holds it now, ${placeOf(listener.exposure)}.`,
    advice:
      expectation === 'expected'
        ? []
        : [
            `If it is meant to be there, note it in portolan.yaml (portolan help files); if not, find out who started it: portolan explain ${listener.port}`,
          ],
    subject: subjectOfRecorded(listener),
    first: after,
    last: after,
    count: 1,
    evidence: [`${after} ${describeListener(listener)}`],
    references: note?.files ?? [],
    change: 'new',
    before: null,
    after: listener,
  };
}

function goneFinding(
  listener: RecordedListener,
  note: LocalKnowledge | null,
  { before, after }: Times,
  host: string | null,
): Difference {
  const expectation = expectationOf(listener, note);
  const noted = expectation !== 'unmentioned';
  return {
    id: host === null ? 'sockets.gone-listener' : 'sockets.only-one-host',
    severity: host === null ? severityOfGone(expectation) : 'info',
    confidence: 'high',
    title: `${host === null ? 'gone' : `only on ${host}`}${noted ? ', and your notes expect it' : ''}; it was ${placeOf(listener.exposure)}`,
    meaning: `${whoHolds(listener)} listened on ${portOf(listener)}, and nothing takes its place.`,
    advice: noted ? ['Start it again, or change what your notes expect.'] : [],
    subject: subjectOfRecorded(listener),
    first: before,
    last: after,
    count: 1,
    evidence: [`${before} ${describeListener(listener)}`, `${after} nothing listens on ${portOf(listener)}`],
    references: note?.files ?? [],
    change: 'gone',
    before: listener,
    after: null,
  };
}

function movedFinding(pair: Pair, note: LocalKnowledge | null, times: Times): Difference {
  const { before, after } = pair;
  const expectation = expectationOf(after, note);
  return {
    ...bothStates(pair, note, times),
    id: 'sockets.moved-listener',
    severity: expectation === 'expected' ? 'info' : 'low',
    confidence: 'medium',
    title: `moved here from ${portOf(before)}`,
    meaning: `${whoHolds(after)} listened on ${portOf(before)}, and listens on ${portOf(after)} instead. Whoever still asks the old port finds nothing there.`,
    advice: ['Look after what names the old port: clients, firewall rules, monitoring.'],
    change: 'moved',
  };
}

function aspectFinding(
  aspect: Aspect,
  pair: Pair,
  note: LocalKnowledge | null,
  times: Times,
  change: Change,
): Difference {
  const { before, after } = pair;
  const expectation = expectationOf(after, note);
  return {
    ...bothStates(pair, note, times),
    id: ASPECT_IDS[aspect],
    severity: severityOfAspect(aspect, before, after, expectation),
    confidence: after.owner === 'visible' || aspect === 'farther' || aspect === 'nearer' ? 'high' : 'medium',
    title:
      describeAspect(aspect, before, after) +
      (expectation === 'contradicted' ? ', which your notes do not expect' : ''),
    meaning: meaningOfAspect(aspect, after),
    advice: [],
    change,
  };
}

const ASPECT_IDS: Readonly<Record<Aspect, string>> = {
  program: 'sockets.changed-program',
  executable: 'sockets.changed-executable',
  user: 'sockets.changed-user',
  unit: 'sockets.changed-unit',
  container: 'sockets.changed-container',
  farther: 'sockets.farther-exposure',
  nearer: 'sockets.nearer-exposure',
  address: 'sockets.changed-address',
};

function bothStates(
  { before, after }: Pair,
  note: LocalKnowledge | null,
  times: Times,
): Pick<Difference, 'subject' | 'first' | 'last' | 'count' | 'evidence' | 'references' | 'before' | 'after'> {
  return {
    subject: subjectOfRecorded(after),
    first: times.before,
    last: times.after,
    count: 1,
    evidence: [`${times.before} ${describeListener(before)}`, `${times.after} ${describeListener(after)}`],
    references: note?.files ?? [],
    before,
    after,
  };
}
