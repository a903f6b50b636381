import type { ExpectedExposure } from '../../knowledge/overlay.ts';
import { EXPOSURE_WORDS, type Exposure } from '../exposure.ts';
import { kernelName, type Listener } from '../listener.ts';
import { findingOn, processNames, type ListenerRule } from './rule.ts';

/** How far each binding reaches, in the user's words. */
const REACH_OF: Readonly<Record<Exposure, ExpectedExposure>> = {
  peer: 'host',
  unknown: 'network',
  loopback: 'host',
  contained: 'network',
  'link-local': 'network',
  private: 'network',
  public: 'anywhere',
  wildcard: 'anywhere',
};

const REACHES: readonly ExpectedExposure[] = ['host', 'network', 'anywhere'];

const EXPECTED_WORDS: Readonly<Record<ExpectedExposure, string>> = {
  host: 'this host only',
  network: 'its networks',
  anywhere: 'anywhere',
};

/** Whether the user wrote that the port may be reached from as far as it can be. */
export function isExpectedExposure({ note, exposure }: Pick<Listener, 'note' | 'exposure'>): boolean {
  if (note?.exposure === undefined) return false;
  return REACHES.indexOf(REACH_OF[exposure]) <= REACHES.indexOf(note.exposure);
}

/** The port reaches farther than the user's notes allow. */
export const unexpectedExposure: ListenerRule = {
  id: 'sockets.unexpected-exposure',
  judge(listener, snapshot) {
    const { note, exposure } = listener;
    if (note?.exposure === undefined || isExpectedExposure(listener)) return null;
    return findingOn(this, listener, snapshot, {
      severity: REACH_OF[exposure] === 'anywhere' ? 'high' : 'medium',
      confidence: 'high',
      title: `should be reachable from ${EXPECTED_WORDS[note.exposure]}, and is bound to ${EXPOSURE_WORDS[exposure]}`,
      meaning: `Your own notes say that ${listener.port}/${listener.transport} may be reached from ${EXPECTED_WORDS[note.exposure]}; ${listener.exposureReason}.`,
      advice: ['Bind it more narrowly, or change what your notes expect.'],
      references: note.files,
    });
  },
};

/** Another program than the user's notes name holds the port. */
export const unexpectedProcess: ListenerRule = {
  id: 'sockets.unexpected-process',
  judge(listener, snapshot) {
    const { note, processes } = listener;
    const expected = note?.process;
    if (note === null || expected === undefined || processes.length === 0) return null;
    const fits = processes.every((process) => expected.some((name) => kernelName(name) === process.name));
    if (fits) return null;
    return findingOn(this, listener, snapshot, {
      severity: 'medium',
      confidence: 'high',
      title: `should be held by ${expected.join(' or ')}, and is held by ${processNames(listener)}`,
      meaning: `Your own notes name the program that should listen on ${listener.port}/${listener.transport}; another one does.`,
      advice: ['Find out who started it, or change what your notes expect.'],
      references: note.files,
    });
  },
};
