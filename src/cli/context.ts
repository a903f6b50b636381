import { fstatSync } from 'node:fs';
import type { Snapshot, SnapshotRequest } from '../sockets/snapshot.ts';
import { Output } from './output.ts';
import { createStyle, wantsColor, type Style } from './style.ts';

/** What a command gets from its surroundings, so that it can be run without a terminal. */
export interface Context {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly style: Style;
  readonly isTerminal: boolean;
  /** Terminal cells in a line; Infinity when the output is no terminal, and nothing is cut or broken. */
  readonly width: number;
  readonly environment: NodeJS.ProcessEnv;
  readonly now: () => Date;
  /** Where sockets come from on a system without /proc; absent on Linux. */
  readonly socketSource?: SocketSource;
}

/** Takes a snapshot of the sockets of this machine. Throws CliError where there is no way to. */
export type SocketSource = (request: SnapshotRequest) => Snapshot;

const STDOUT = 1;
const STDERR = 2;
const DEFAULT_WIDTH = 100;

/** Linux numbers /dev/null and its like 1:n (Documentation/admin-guide/devices.txt); terminals have other majors. */
const MEMORY_DEVICES = 1;

/** Touching process.stdout loads Node's stream and tty code; a pipe, a file and /dev/null are told apart for nothing. */
function mayBeTerminal(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isCharacterDevice() && stats.rdev >>> 8 !== MEMORY_DEVICES;
  } catch {
    return false; // closed
  }
}

/** The surroundings of a run; other descriptors than the standard ones keep its output apart. */
export function createContext(stdout = STDOUT, stderr = STDERR): Context {
  const isTerminal = stdout === STDOUT && mayBeTerminal(stdout) && process.stdout.isTTY;
  return {
    stdout: new Output(stdout),
    stderr: new Output(stderr),
    style: createStyle(wantsColor(process.env, isTerminal)),
    isTerminal,
    width: isTerminal ? process.stdout.columns || DEFAULT_WIDTH : Number.POSITIVE_INFINITY,
    environment: process.env,
    now: () => new Date(),
  };
}
