import { formatPortKey, formatPortRange, parsePortKey } from '../../src/net/port.ts';
import { TRANSPORTS } from '../../src/net/transport.ts';
import type { Fault, HandWritten } from './load.ts';
import { statementsOf } from './statements.ts';

/** Faults that a schema cannot see because they lie between files. Each names the rule that was broken. */
export function lintHandWritten(knowledge: HandWritten): Fault[] {
  return [
    ...unknownSources(knowledge),
    ...unusedSources(knowledge),
    ...duplicateSources(knowledge),
    ...overlappingDossiers(knowledge),
    ...fileNames(knowledge),
    ...unknownClaims(knowledge),
  ];
}

const CVE = /^cve-\d{4}-\d{4,7}$/;

function unknownSources({ dossiers, programs, claims, sources }: HandWritten): Fault[] {
  const known = new Set(sources.map(({ value }) => value.id));
  const faults: Fault[] = [];
  for (const { file, value } of [...dossiers, ...programs, ...claims]) {
    for (const statement of statementsOf(value)) {
      for (const id of statement.sources) {
        if (!known.has(id) && !CVE.test(id))
          faults.push(fault(file, `unknown-source: "${id}" is in no file of sources/`));
      }
    }
  }
  return faults;
}

function unusedSources({ dossiers, programs, claims, sources }: HandWritten): Fault[] {
  const used = new Set<string>();
  for (const { value } of [...dossiers, ...programs, ...claims]) {
    for (const statement of statementsOf(value)) for (const id of statement.sources) used.add(id);
  }
  return sources
    .filter(({ value }) => !used.has(value.id))
    .map(({ file, value }) => fault(file, `unused-source: no statement names "${value.id}"`));
}

/** A claim that a dossier or program answers must stand in the ledger, once a ledger is kept. */
function unknownClaims({ dossiers, programs, claims }: HandWritten): Fault[] {
  if (claims.length === 0) return [];
  const known = new Set(claims.flatMap(({ value }) => [value.id, ...value.alsoKnownAs]));
  const answered = [
    ...dossiers.map(({ file, value }) => ({
      file,
      ids: [...value.confirms, ...value.corrections.flatMap((correction) => correction.claims)],
    })),
    ...programs.map(({ file, value }) => ({ file, ids: value.claims })),
  ];
  return answered.flatMap(({ file, ids }) =>
    ids.filter((id) => !known.has(id)).map((id) => fault(file, `unknown-claim: "${id}" is not in claims.yaml`)),
  );
}

function duplicateSources({ sources }: HandWritten): Fault[] {
  const first = new Map<string, string>();
  const faults: Fault[] = [];
  for (const { file, value } of sources) {
    const earlier = first.get(value.id);
    if (earlier === undefined) first.set(value.id, file);
    else faults.push(fault(file, `duplicate-source: "${value.id}" is already in ${earlier}`));
  }
  return faults;
}

/** Two dossiers of one kind may not both claim a port: the answer would depend on the order of the files. */
function overlappingDossiers({ dossiers }: HandWritten): Fault[] {
  const faults: Fault[] = [];
  for (const kind of ['service', 'class'] as const) {
    for (const transport of TRANSPORTS) {
      const claimed = dossiers
        .filter(({ value }) => value.kind === kind)
        .flatMap(({ file, value }) =>
          value.keys.flatMap((text) => {
            const key = parsePortKey(text);
            return key !== null && key.transport === transport ? [{ file, ...key }] : [];
          }),
        )
        .sort((a, b) => a.from - b.from || b.to - a.to);
      for (const [index, current] of claimed.entries()) {
        for (const next of claimed.slice(index + 1)) {
          if (next.from > current.to) break;
          // A dossier may stand inside the dossier of a wider range (6006 in 6000-6063): the narrower answers.
          const nested = next.to <= current.to && formatPortRange(next) !== formatPortRange(current);
          if (nested) continue;
          faults.push(fault(next.file, `overlap: ${formatPortKey(next)} is also claimed by ${current.file}`));
        }
      }
    }
  }
  return faults;
}

function fileNames({ dossiers }: HandWritten): Fault[] {
  return dossiers.flatMap(({ file, value }) => {
    const key = parsePortKey(value.keys[0] ?? '');
    if (key === null) return [];
    const pad = (port: number): string => String(port).padStart(4, '0');
    const prefix = key.from === key.to ? `ports/${pad(key.from)}-` : `ports/${pad(key.from)}-${pad(key.to)}-`;
    return file.startsWith(prefix) ? [] : [fault(file, `file-name: must begin with ${prefix}`)];
  });
}

function fault(file: string, message: string): Fault {
  return { file, line: 1, column: 1, message };
}
