/**
 * The lab of real servers, for people:   npm run lab -- up [NAME...] | down | list | status
 *
 * `up` without names starts the small set, `up all` every server. They run in a process of their own until `down`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVERS } from './catalogue.ts';
import { openLab, whyNoLab } from './lab.ts';
import type { LabServer } from './lab-server.ts';
import { truthTable } from './truth-table.ts';
import { isHeld, logPath, namespacesLeft, readStates, removeState, writeState, type LabState } from './lab-state.ts';

const USAGE = `usage: npm run lab -- up [NAME...]   start servers: the small set without names, "all" for every one
       npm run lab -- down          end every lab of this checkout, also one that was killed
       npm run lab -- list          servers there are, and what is right or wrong with them
       npm run lab -- truth         the same with ports, packages and right verdicts, as the table in lab/README.md
       npm run lab -- status        labs that run: addresses, ports, how to get in`;

const USAGE_ERROR = 2;
const COULD_NOT_LOOK = 3;

/** A holder that does not end within this time of SIGTERM is killed; the kernel then ends the rest. */
const END_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 100;

async function main(words: readonly string[]): Promise<number> {
  const [command, ...names] = words;
  if (command === 'up') return up(names);
  if (command === 'hold') return hold(names[0] ?? '', names.slice(1));
  if (names.length === 0) {
    if (command === 'down') return down();
    if (command === 'list') return list();
    if (command === 'status') return status();
    if (command === 'truth') return truth();
  }
  console.error(USAGE);
  return USAGE_ERROR;
}

async function up(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => name !== 'all' && !SERVERS.some((server) => server.name === name));
  if (unknown.length > 0) {
    console.error(`lab: there is no server ${unknown.join(', ')}. \`npm run lab -- list\` names them.`);
    return USAGE_ERROR;
  }
  const whyNot = whyNoLab();
  if (whyNot !== null) {
    console.error(`lab: not started: ${whyNot}`);
    return COULD_NOT_LOOK;
  }
  const id = `lab-${process.pid}`;
  const log = openSync(logPath(id), 'w');
  const args = ['scripts/run-ts.mjs', 'lab/servers/lab-cli.ts', 'hold', id, ...chosen(names)];
  const holder = spawn(process.execPath, args, { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  holder.unref();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => holder.kill('SIGTERM'));
  let shown = 0;
  for (;;) {
    const ended = holder.exitCode ?? holder.signalCode;
    const text = readFileSync(logPath(id), 'utf8');
    process.stderr.write(text.slice(shown));
    shown = text.length;
    const state = readStates().find((each) => each.id === id);
    if (state !== undefined) {
      show(state);
      return 0;
    }
    if (ended !== null) {
      removeState(id);
      return COULD_NOT_LOOK;
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/** Runs in a process of its own. */
async function hold(id: string, names: readonly string[]): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
  const ended = once(stop.signal, 'abort');
  try {
    const progress = ({ name }: LabServer, { address }: { address: string }): void =>
      console.error(`lab: ${name} on ${address} ...`);
    const lab = await openLab({ servers: names, progress, signal: stop.signal });
    writeState(id, lab);
    // Without a timer nothing would keep the process: waiting for a signal does not.
    const alive = setInterval(() => {}, 60_000);
    await ended;
    clearInterval(alive);
    await lab.close();
    removeState(id);
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(stop.signal.aborted ? 'lab: interrupted; what was started is ended' : message);
    return COULD_NOT_LOOK;
  }
}

async function down(): Promise<number> {
  let failed = 0;
  for (const state of readStates()) {
    const wasHeld = isHeld(state);
    if (wasHeld) process.kill(state.holder, 'SIGTERM');
    if (!(await gone(state))) {
      if (isHeld(state)) process.kill(state.holder, 'SIGKILL');
      for (const { pid } of namespacesLeft(state)) process.kill(pid, 'SIGKILL');
    }
    if (await gone(state)) {
      removeState(state.id);
      console.error(`lab: ${state.id} is ended${wasHeld ? '' : '; its process had been killed'}`);
    } else {
      failed += 1;
      console.error(`lab: ${state.id} could not be ended: process ${state.holder}`);
    }
  }
  return failed === 0 ? 0 : COULD_NOT_LOOK;
}

async function gone(state: LabState): Promise<boolean> {
  const deadline = Date.now() + END_WITHIN_MS;
  while (isHeld(state) || namespacesLeft(state).length > 0) {
    if (Date.now() > deadline) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}

function list(): number {
  for (const server of SERVERS) {
    const ports = server.services.map(({ port, transport }) => `${port}/${transport}`).join(' ');
    console.log(`${server.name.padEnd(24)} ${server.small === true ? 'small' : '     '}  ${server.about}  (${ports})`);
  }
  return 0;
}

function truth(): number {
  console.log(truthTable());
  return 0;
}

function status(): number {
  const states = readStates();
  if (states.length === 0) console.log('No lab runs.');
  for (const state of states) {
    if (isHeld(state)) show(state);
    else console.log(`${state.id}: its process has been killed. \`npm run lab -- down\` cleans up.`);
  }
  return 0;
}

function show({ id, outside, servers }: LabState): void {
  console.log(`${id}: ${servers.length} servers. They see nothing of this machine's network, nor it of theirs.`);
  console.log(`outside   ${outside.address} ${outside.address6}   nsenter --target ${outside.pid} --net COMMAND`);
  for (const { name, address, address6, pid, services } of servers) {
    const ports = services.map(({ port, transport, service }) => `${port}/${transport} ${service}`).join(', ');
    console.log(`${name.padEnd(24)} ${address.padEnd(11)} ${address6.padEnd(8)} pid ${String(pid).padEnd(8)} ${ports}`);
  }
  console.log('On the host of a server:        nsenter --target PID --net COMMAND');
  console.log('and with its files and users:   nsenter --target PID --net --mount --pid COMMAND');
}

function chosen(names: readonly string[]): string[] {
  if (names.includes('all')) return SERVERS.map(({ name }) => name);
  if (names.length > 0) return [...names];
  return SERVERS.filter(({ small }) => small === true).map(({ name }) => name);
}

process.exitCode = await main(process.argv.slice(2));
