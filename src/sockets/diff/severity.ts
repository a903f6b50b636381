import { compareSeverity, type Severity } from '../../findings/finding.ts';
import type { LocalKnowledge } from '../../knowledge/overlay.ts';
import type { Exposure } from '../exposure.ts';
import { kernelName } from '../listener.ts';
import { TEMPORARY } from '../rules/executable.ts';
import { isExpectedExposure } from '../rules/expectation.ts';
import type { Aspect } from './aspects.ts';
import type { RecordedListener } from './recorded.ts';

/** What the user's notes say of a listener: it is as they say, it is not, or they do not speak of it. */
export type Expectation = 'expected' | 'contradicted' | 'unmentioned';

export function expectationOf(listener: RecordedListener, note: LocalKnowledge | null): Expectation {
  if (note === null) return 'unmentioned';
  const names = note.process?.map(kernelName);
  if (names !== undefined && listener.processes.some(({ name }) => !names.includes(name))) return 'contradicted';
  if (note.exposure !== undefined && !isExpectedExposure({ note, exposure: listener.exposure })) return 'contradicted';
  const says = note.label !== undefined || note.exposure !== undefined || names !== undefined;
  return says ? 'expected' : 'unmentioned';
}

const BY_REACH: Readonly<Record<Exposure, Severity>> = {
  peer: 'info',
  loopback: 'info',
  contained: 'info',
  unknown: 'low',
  'link-local': 'low',
  private: 'low',
  public: 'medium',
  wildcard: 'medium',
};

/** How bad it is that this listener is there, by how far it reaches and what was found on it. */
export function severityOfNew(listener: RecordedListener, expectation: Expectation): Severity {
  if (expectation === 'expected') return 'info';
  const least = worse(BY_REACH[listener.exposure], listener.finding?.severity ?? 'info');
  return expectation === 'contradicted' ? worse(least, 'medium') : least;
}

/** What you wrote down, and is not there, is a service that failed. */
export function severityOfGone(expectation: Expectation): Severity {
  return expectation === 'unmentioned' ? 'info' : 'medium';
}

export function severityOfAspect(
  aspect: Aspect,
  before: RecordedListener,
  after: RecordedListener,
  expectation: Expectation,
): Severity {
  if (aspect === 'nearer' || aspect === 'address' || aspect === 'unit') return 'info';
  if (aspect === 'program' || aspect === 'executable') {
    const dropped = after.processes.some(({ executable }) => executable !== null && TEMPORARY.test(executable));
    const isUpgrade = aspect === 'executable' && unversioned(before) === unversioned(after);
    if (dropped) return 'high';
    if (expectation === 'contradicted') return 'medium';
    return isUpgrade || expectation === 'expected' ? 'info' : worse('low', BY_REACH[after.exposure]);
  }
  if (aspect === 'user') return isRoots(after) && !isRoots(before) ? 'medium' : 'low';
  if (aspect === 'container') return 'low';
  if (expectation === 'expected') return 'info';
  return worse(severityOfNew(after, expectation), 'low');
}

function isRoots({ processes, uid }: RecordedListener): boolean {
  return processes.length === 0 ? uid === 0 : processes.some((process) => process.uid === 0);
}

/** Paths without what an upgrade changes in them: `/opt/app-#/bin/app`. */
function unversioned({ processes }: RecordedListener): string {
  return processes
    .map(({ executable }) => (executable ?? '').replaceAll(/\d+(\.\d+)*/g, '#'))
    .sort()
    .join(' ');
}

function worse(a: Severity, b: Severity): Severity {
  return compareSeverity(a, b) >= 0 ? a : b;
}
