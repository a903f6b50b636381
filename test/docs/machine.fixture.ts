import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, removeFolder, ROOT } from '../e2e/program.fixture.ts';
import { NEEDS } from './needs.fixture.ts';
import type { Block } from './read-blocks.ts';

/** A machine of one page: its own network, processes, name, and folders that are thrown away. */
const NAMESPACES = ['--net', '--mount', '--pid', '--uts', '--fork', '--mount-proc', '--kill-child'];
const UNSHARE = process.getuid?.() === 0 ? NAMESPACES : ['--user', '--map-root-user', ...NAMESPACES];
/** Folders that pages write to as they do on a real machine. */
const OWN_FOLDERS = ['etc', 'var', 'mnt'];
const LONGEST_MS = 90_000;

/** What became of one block. */
export interface BlockRan {
  /** Exit codes of the commands that failed, in order; null where it was not reached. */
  readonly failures: readonly number[] | null;
  /** Standard output and standard error, as a terminal shows them. */
  readonly output: string;
}

function preparation(folder: string): string {
  return [
    'set -e',
    'hostname db-3',
    'ip link set lo up',
    'ip link add eth0 type veth peer name wire',
    'ip address add 10.0.0.1/24 dev eth0',
    'ip link set eth0 up',
    'ip link set wire up',
    `mount -t tmpfs tmpfs ${folder}/layers`,
    ...OWN_FOLDERS.flatMap((name) => [
      `mkdir ${folder}/layers/${name} ${folder}/layers/${name}.work`,
      `mount -t overlay overlay -o lowerdir=/${name},upperdir=${folder}/layers/${name},workdir=${folder}/layers/${name}.work /${name}`,
    ]),
    String.raw`printf '127.0.0.1 localhost\n10.0.0.1 collector\n127.0.1.1 db-3\n' > /etc/hosts`,
    'rm -rf /var/lib/portolan /etc/portolan',
    'set +e',
  ].join('\n');
}

/** Why no such machine can be made here, in a few words; null when one can. */
export function whyNoMachine(): string | null {
  for (const program of ['bash', 'ip', 'unshare']) {
    if (spawnSync(program, ['--version']).error !== undefined && !existsSync(`/usr/sbin/${program}`))
      return `there is no ${program}`;
  }
  const folder = makeFolder();
  try {
    mkdirSync(join(folder, 'layers'));
    const { status, stderr } = spawnSync('unshare', [...UNSHARE, 'bash', '-c', preparation(folder)], {
      encoding: 'utf8',
    });
    return status === 0 ? null : `no machine of its own can be made here (${stderr.trim()})`;
  } finally {
    removeFolder(folder);
  }
}

/** A program that blocks need and that is not here; null where all are. */
export function missingProgram(blocks: readonly Block[]): string | null {
  const programs = blocks.flatMap(({ needs }) => needs.flatMap((name) => needed(name).program ?? []));
  return programs.find((program) => spawnSync(program, ['version']).error !== undefined) ?? null;
}

/** Runs blocks one after the other as somebody who types them on one machine, and ends whatever they started. */
export async function runOnMachine(blocks: readonly Block[]): Promise<(readonly [Block, BlockRan])[]> {
  const folder = makeFolder();
  try {
    for (const name of ['layers', 'home', 'bin', 'needs', 'out']) mkdirSync(join(folder, name));
    // Who runs the tests is root on this machine.
    writeFileSync(join(folder, 'bin/sudo'), '#!/bin/sh\nexec "$@"\n');
    chmodSync(join(folder, 'bin/sudo'), 0o755);
    for (const name of new Set(blocks.flatMap(({ needs }) => needs))) {
      for (const [file, text] of Object.entries(needed(name).files ?? {}))
        writeFileSync(join(folder, 'needs', file), text());
    }
    const script = [
      preparation(folder),
      `cd ${folder}/home`,
      ...blocks.map((block, at) => scriptOf(block, at, folder)),
    ];
    writeFileSync(join(folder, 'script'), `${script.join('\n')}\nexit 0\n`);
    await run(folder);
    return blocks.map((block, at) => [block, resultOf(at, folder)]);
  } finally {
    removeFolder(folder);
  }
}

function scriptOf({ needs, commands, staysUntil, waitsFor }: Block, at: number, folder: string): string {
  const out = `${folder}/out/${at}`;
  const trap = `trap 'echo $? >> ${out}.failed' ERR`;
  const before = needs.map((name) => needed(name).prepare(`${folder}/needs`));
  if (waitsFor !== null)
    before.push(
      `for _ in $(seq 40); do ( ${commands}\n) 2>&1 < /dev/null | grep -q '${waitsFor}' && break; sleep 0.3; done`,
    );
  if (staysUntil === null)
    return [...before, `exec > ${out} 2>&1 < /dev/null`, trap, commands, 'trap - ERR', `: > ${out}.done`].join('\n');
  return [
    ...before,
    `( ${commands}\n) > ${out} 2>&1 < /dev/null &`,
    `for _ in $(seq 200); do grep -q '${staysUntil}' ${out} && : > ${out}.done && break; sleep 0.1; done`,
  ].join('\n');
}

function resultOf(at: number, folder: string): BlockRan {
  const out = `${folder}/out/${at}`;
  return {
    failures: read(`${out}.done`) === null ? null : numbers(read(`${out}.failed`)),
    output: (read(out) ?? '').replaceAll(`${folder}/home`, '~'),
  };
}

function run(folder: string): Promise<void> {
  const { PATH = '' } = process.env;
  const child = spawn('unshare', [...UNSHARE, 'bash', join(folder, 'script')], {
    env: {
      PATH: [join(ROOT, 'bin'), join(folder, 'bin'), dirname(process.execPath), PATH, '/usr/sbin:/sbin'].join(':'),
      HOME: join(folder, 'home'),
      TERM: 'xterm',
      COLUMNS: '120',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function needed(name: string): (typeof NEEDS)[string] & object {
  const need = NEEDS[name];
  if (need === undefined) throw new Error(`nobody knows how to make "${name}" (test/docs/needs.fixture.ts)`);
  return need;
}

function numbers(text: string | null): number[] {
  return (text ?? '').split('\n').flatMap((line) => (line === '' ? [] : [Number(line)]));
}

function read(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
