import type { Question } from '../question.ts';
import { coordinated } from './coordinated.ts';
import { exposureHistory } from './exposure-history.ts';
import { findings } from './findings.ts';
import { firstSeen } from './first-seen.ts';
import { fixedAndWorse } from './fixed-and-worse.ts';
import { goneListeners } from './gone-listeners.ts';
import { gotThrough } from './got-through.ts';
import { listeners } from './listeners.ts';
import { newListeners } from './new-listeners.ts';
import { newPorts } from './new-ports.ts';
import { noise } from './noise.ts';
import { portStory } from './port-story.ts';
import { portsPerSource } from './ports-per-source.ts';
import { sensors } from './sensors.ts';
import { slowScans } from './slow-scans.ts';
import { sourceHistory } from './source-history.ts';
import { timeline } from './timeline.ts';
import { topDestinations } from './top-destinations.ts';
import { topPorts } from './top-ports.ts';
import { topSources } from './top-sources.ts';
import { verdicts } from './verdicts.ts';
import { whoKnocked } from './who-knocked.ts';
import { whoScanned } from './who-scanned.ts';

/** All questions, in the order in which help lists them. */
export const QUESTIONS: readonly Question[] = [
  topPorts,
  topSources,
  topDestinations,
  whoScanned,
  portsPerSource,
  whoKnocked,
  timeline,
  firstSeen,
  newPorts,
  sourceHistory,
  coordinated,
  slowScans,
  gotThrough,
  noise,
  portStory,
  listeners,
  newListeners,
  goneListeners,
  exposureHistory,
  verdicts,
  fixedAndWorse,
  findings,
  sensors,
];
