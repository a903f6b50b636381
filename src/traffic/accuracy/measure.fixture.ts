import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Sighting } from '../sighting.ts';
import { held, type Expected, type Held } from './expected.fixture.ts';
import { survey, type Survey } from './survey.fixture.ts';
import { triedPorts } from './tried-ports.fixture.ts';

/** What a set of recordings came to, each file read by itself. */
export interface SetMeasure {
  readonly files: number;
  readonly events: number;
  readonly unexplained: number;
  readonly findings: number;
  readonly sources: number;
  /** Sources of a finding above info. */
  readonly accused: number;
  /** Patterns of the findings above info, with the file: what to look at when the share is too high. */
  readonly accusations: readonly string[];
}

/** Sets of which each file is read by itself; the real day is one input. */
export const SETS = ['psad-scans', 'maltrail', 'crowdsec', 'plaso', 'zeek-logs', 'zeek-traces'] as const;
/** Ordinary protocols, recorded to test how they are understood: nobody attacks in them. */
export const BENIGN = ['zeek-traces', 'zeek-logs', 'plaso'] as const;

const NO_TRAFFIC = /(manifest\.json|trails\.csv|SOURCES\.md)$/;

export async function measureSet(folder: string, set: string, knowledge: Knowledge): Promise<SetMeasure> {
  let [files, events, unexplained, findings, sources, accused] = [0, 0, 0, 0, 0, 0];
  const accusations: string[] = [];
  for (const path of filesOf(join(folder, set))) {
    if (NO_TRAFFIC.test(path)) continue;
    const found = await survey([path], knowledge);
    files++;
    events += found.summary.events;
    unexplained += found.summary.unexplained;
    sources += found.sources.size;
    accused += [...found.accused].filter((address) => found.sources.has(address)).length;
    for (const { pattern, severity } of found.findings) {
      if (severity === 'info') continue;
      findings++;
      accusations.push(`${path.slice(folder.length + 1)}: ${pattern} ${severity}`);
    }
  }
  return { files, events, unexplained, findings, sources, accused, accusations };
}

export interface Verdict extends Held {
  readonly expected: Expected;
}

export async function measureVerdicts(
  folder: string,
  all: readonly Expected[],
  knowledge: Knowledge,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const expected of all) {
    verdicts.push({ expected, ...held(expected, await survey([join(folder, expected.file)], knowledge)) });
  }
  return verdicts;
}

/** What the lens finds of those who, over the whole day, tried many ports. */
export interface DayMeasure {
  readonly survey: Survey;
  readonly scanners25: readonly [told: number, all: number];
  readonly scanners10: readonly [told: number, all: number];
  /** Targets that were seen when the test decided: the middle of all scanners that are told one by one. */
  readonly medianAtAlarm: number;
  /** Networks of /16 that were told as one scanner. */
  readonly wideGroups: readonly string[];
}

const DAY_HOST = '64.225.56.201';

export async function measureDay(folder: string, knowledge: Knowledge): Promise<DayMeasure> {
  const day = join(folder, 'real-day');
  const paths = readdirSync(day)
    .filter((name) => name.startsWith('conn.'))
    .sort()
    .map((name) => join(day, name));
  const found = await survey(paths, knowledge);
  const tried = triedPorts(
    paths.map((path) => readFileSync(path)),
    DAY_HOST,
  );
  const scans = found.sightings.filter(isScan);
  const told = new Set(
    scans.flatMap(({ members }) => members.map(({ family, address }) => found.format(family, address))),
  );
  const share = (least: number): readonly [number, number] => {
    const all = [...tried].filter(([, ports]) => ports.size >= least);
    return [all.filter(([source]) => told.has(source)).length, all.length];
  };
  const alarms = scans
    .map(({ why }) => Number(/^decided after (\d+) targets/.exec(why[1] ?? '')?.[1] ?? Number.NaN))
    .filter((targets) => !Number.isNaN(targets))
    .sort((a, b) => a - b);
  return {
    survey: found,
    scanners25: share(25),
    scanners10: share(10),
    medianAtAlarm: alarms[alarms.length >> 1] ?? Number.NaN,
    wideGroups: scans.flatMap(({ what }) => /machines of (\S+\/16)/.exec(what)?.[1] ?? []),
  };
}

function isScan({ sign }: Sighting): boolean {
  return sign.by === 'algorithm' && (sign.algorithm === 'scan' || sign.algorithm === 'coordinated-scan');
}

function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesOf(path) : [path];
    });
}
