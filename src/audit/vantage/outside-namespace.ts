/**
 * A look at this machine from outside, without a second machine: a network namespace with one address of its own, joined to
 * this one by a pair of virtual interfaces. This file touches the system: it runs ip(8), unshare(1) and nsenter(1).
 *
 * The machine's end of the pair gets no address. Else the namespace would be in a network of the machine's own, which some
 * servers trust (Postfix: mynetworks_style = subnet). It is reached by a host route, and reaches the machine's addresses by
 * neighbour entries that are written down beforehand, so that no setting of arp_ignore or arp_filter is in the way.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { parseIp } from '../../net/prefix.ts';
import { SYSTEM_PATH } from './outside-programs.ts';

const ENVIRONMENT = { PATH: SYSTEM_PATH, LC_ALL: 'C' };
/** Anything of ip(8) is done in milliseconds, unless the machine is in trouble. */
const STEP_MS = 10_000;

/** No outside look can be had here; the message says why and what would help. */
export class NoOutsideView extends Error {
  override readonly name = 'NoOutsideView';
}

export interface OutsideNamespace {
  /** The addresses that servers see. */
  readonly addresses: readonly string[];
  /** The interface by which its packets come in: firewalls that judge by interface judge this one. */
  readonly interface: string;
  /** The command line that runs a command inside; it is looked for in SYSTEM_PATH, as all that root starts here. */
  enter(command: readonly string[]): readonly [program: string, args: readonly string[]];
  /** Removes it; what still runs inside loses its network. */
  close(): Promise<void>;
}

/**
 * Makes the namespace. It ends with this process however that ends, since its keeper waits on our pipe.
 * `reachable`: addresses of this machine, without zones, that are going to be asked. `random`: 5 random bytes.
 * Throws NoOutsideView.
 */
export async function openOutside(reachable: readonly string[], random: Uint8Array): Promise<OutsideNamespace> {
  if (process.platform !== 'linux') throw new NoOutsideView('network namespaces are of Linux');
  if (process.getuid?.() !== 0) throw new NoOutsideView('an outside view needs root, to make a network namespace');
  const [a = 0, b = 0, c = 0] = random;
  const names = { outer: `ptl${process.pid % 1_000_000}${(a % 36).toString(36)}`, inner: 'portolan0' };
  // 198.18.0.0/15 is for tests between networks (RFC 2544, RFC 6890): nobody's own, and no server trusts it.
  const addresses = [`198.${18 + (a % 2)}.${b}.${1 + (c % 254)}`, `fd${hex(random)}::1`];
  const keeper = spawn('unshare', ['--net', 'sh', '-c', 'echo ready; exec cat'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: ENVIRONMENT,
  });
  try {
    await ready(keeper);
    join(keeper.pid ?? 0, names, addresses, reachable);
  } catch (error) {
    await end(keeper);
    throw error;
  }
  return {
    addresses,
    interface: names.outer,
    enter: (command) => ['nsenter', ['--target', `${keeper.pid}`, '--net', '--', ...command]],
    close: () => end(keeper),
  };
}

function join(
  pid: number,
  { outer, inner }: { outer: string; inner: string },
  addresses: readonly string[],
  reachable: readonly string[],
): void {
  const inside = ['nsenter', '--target', `${pid}`, '--net', '--'];
  run(['ip', 'link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', `${pid}`]);
  const outerMac = macOf([], outer);
  const innerMac = macOf(inside, inner);
  run([...inside, 'ip', 'link', 'set', 'lo', 'up']);
  run([...inside, 'ip', 'link', 'set', inner, 'up']);
  run(['ip', 'link', 'set', outer, 'up']);
  for (const address of addresses) {
    const isIPv6 = address.includes(':');
    // A kernel without IPv6 still has a view by IPv4.
    const step = isIPv6 ? attempt : run;
    step([
      ...inside,
      'ip',
      'address',
      'add',
      `${address}/${isIPv6 ? 128 : 32}`,
      'dev',
      inner,
      ...(isIPv6 ? ['nodad'] : []),
    ]);
    step(['ip', 'route', 'add', `${address}/${isIPv6 ? 128 : 32}`, 'dev', outer]);
    step(['ip', 'neighbour', 'replace', address, 'lladdr', innerMac, 'dev', outer, 'nud', 'permanent']);
    step([...inside, 'ip', isIPv6 ? '-6' : '-4', 'route', 'add', 'default', 'dev', inner]);
  }
  for (const address of reachable) {
    if (parseIp(address) === null) continue;
    attempt([...inside, 'ip', 'neighbour', 'replace', address, 'lladdr', outerMac, 'dev', inner, 'nud', 'permanent']);
  }
}

function macOf(inside: readonly string[], name: string): string {
  const output = run([...inside, 'ip', '-o', 'link', 'show', 'dev', name]);
  const mac = /link\/ether ([0-9a-f:]{17})/.exec(output)?.[1];
  if (mac === undefined) throw new NoOutsideView(`ip shows no address of the interface ${name}`);
  return mac;
}

function run(command: readonly string[]): string {
  const { program, status, output } = attempt(command);
  if (status === 0) return output;
  throw new NoOutsideView(`${program} failed: ${output.trim() || `exit code ${status}`}`);
}

function attempt([program = '', ...args]: readonly string[]): {
  program: string;
  status: number | null;
  output: string;
} {
  const result = spawnSync(program, args, { encoding: 'utf8', env: ENVIRONMENT, timeout: STEP_MS });
  if (result.error === undefined) return { program, status: result.status, output: result.stdout + result.stderr };
  const { code } = result.error as NodeJS.ErrnoException;
  const message =
    code === 'ENOENT' ? `${program} is not installed (Debian: iproute2, util-linux)` : result.error.message;
  return { program, status: null, output: message };
}

async function ready(keeper: ChildProcess): Promise<void> {
  const output = new Promise<void>((resolve) => keeper.stdout?.once('data', () => resolve()));
  const failure = new Promise<never>((_resolve, reject) => {
    let said = '';
    keeper.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    keeper.once('error', (error) => reject(new NoOutsideView(`unshare cannot be started (${error.message})`)));
    keeper.once('exit', () => reject(new NoOutsideView(`no network namespace can be made here (${said.trim()})`)));
  });
  await Promise.race([output, failure]);
}

async function end(keeper: ChildProcess): Promise<void> {
  if (keeper.exitCode !== null || keeper.signalCode !== null || keeper.pid === undefined) return;
  const exit = once(keeper, 'exit');
  keeper.kill('SIGKILL');
  await exit;
}

/** 40 bits of a unique local network (RFC 4193 section 3.1), and a fixed subnet. */
function hex(random: Uint8Array): string {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = random;
  const group = (high: number, low: number): string => ((high << 8) | low).toString(16);
  return `${a.toString(16).padStart(2, '0')}:${group(b, c)}:${group(d, e)}`;
}
