/**
 * Are the verdicts right?   npm run traffic:accuracy [-- FOLDER]
 *
 * Reads the recordings of other projects that lie beside the checkout (../shared/data/fixtures; nothing of them is
 * carried here) and says how much of each set is explained, who is accused, and whether what had to be told was told.
 * The knowledge base is that of the last build.
 */
import { existsSync, readFileSync } from 'node:fs';
import { bytesInMemory } from '../../src/knowledge/artefact.ts';
import { Knowledge } from '../../src/knowledge/knowledge.ts';
import { MALTRAIL, PSAD } from '../../src/traffic/accuracy/expected.fixture.ts';
import { BENIGN, measureDay, measureSet, measureVerdicts, SETS } from '../../src/traffic/accuracy/measure.fixture.ts';
import { printTable } from '../measure.ts';

const folder = (process.argv[2] ?? '../shared/data/fixtures').replace(/\/$/, '');
if (!existsSync(folder)) {
  console.error(`there are no recordings in ${folder}; npm run traffic:accuracy -- FOLDER names another folder`);
  process.exit(2);
}
const knowledge = new Knowledge(bytesInMemory(readFileSync('dist/knowledge.bin')));
const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(whole, 1)).toFixed(1)} %`;

const day = await measureDay(folder, knowledge);
const rows = [['recordings', 'files', 'events', 'explained', 'findings above info', 'sources', 'of them in one']];
let [sources, accused] = [0, 0];
const accusations: string[] = [];
for (const set of SETS) {
  const found = await measureSet(folder, set, knowledge);
  rows.push([
    set,
    String(found.files),
    String(found.events),
    percent(found.events - found.unexplained, found.events),
    String(found.findings),
    String(found.sources),
    percent(found.accused, found.sources),
  ]);
  if (!BENIGN.some((one) => one === set)) continue;
  sources += found.sources;
  accused += found.accused;
  accusations.push(...found.accusations);
}
const { summary, findings } = day.survey;
rows.push([
  'real-day',
  String(summary.inputs.length),
  String(summary.events),
  percent(summary.events - summary.unexplained, summary.events),
  String(findings.filter(({ severity }) => severity !== 'info').length),
  String(day.survey.sources.size),
  percent(day.survey.accused.size, day.survey.sources.size),
]);
printTable(rows);

const verdicts = [...(await measureVerdicts(folder, [...PSAD, ...MALTRAIL], knowledge))];
console.log();
printTable([
  ['file', 'must be told', 'told', ''],
  ...verdicts.map(({ expected, told, isHeld }) => [
    expected.file,
    expected.pattern === null ? `nothing above ${expected.quiet}` : `${expected.pattern}, ${expected.atLeast} or more`,
    told,
    isHeld ? 'held' : 'MISSED',
  ]),
]);

const judged = (isHeld: boolean): string => (isHeld ? 'held' : 'MISSED');
const [told25, all25] = day.scanners25;
const [told10, all10] = day.scanners10;
const right = verdicts.filter(({ isHeld }) => isHeld).length;
console.log();
printTable([
  ['bar', 'found', 'wanted', ''],
  ['files of psad and maltrail', `${right} of ${verdicts.length}`, 'all', judged(right === verdicts.length)],
  ['real day: tried 25 ports or more', `${told25} of ${all25}`, 'all', judged(told25 === all25)],
  ['real day: tried 10 or more', `${told10} of ${all10}`, '>= 95 %', judged(told10 >= 0.95 * all10)],
  ['real day: targets at the alarm', `${day.medianAtAlarm} (median)`, '<= 6', judged(day.medianAtAlarm <= 6)],
  ['real day: a /16 as one scanner', day.wideGroups.join(', '), 'one', judged(day.wideGroups.length === 1)],
  ['ordinary captures: sources accused', `${accused} of ${sources}`, '<= 1 %', judged(accused <= 0.01 * sources)],
]);
console.log(`\nBlamed in ordinary captures: ${accusations.length === 0 ? 'nobody' : accusations.join('; ')}`);
