import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The helpers that people use, at fixed versions, so that two runs compare the same. */
export const PEERS: Readonly<Record<string, string>> = {
  'get-port': '7.2.0',
  'get-port-please': '3.2.0',
  'detect-port': '2.1.0',
  portfinder: '1.0.38',
};

/** A folder of its own below the peers': npm removes from where it installs what it was not asked for. */
const FOLDER = 'node_modules/.cache/portolan/peers/ports';

/** Where their modules are; installed when first asked for, and never a dependency of ours. Throws an Error without npm. */
export function peerModules(): string {
  const modules = join(FOLDER, 'node_modules');
  if (Object.keys(PEERS).every((name) => existsSync(join(modules, name, 'package.json')))) return modules;
  mkdirSync(FOLDER, { recursive: true });
  const wanted = Object.entries(PEERS).map(([name, version]) => `${name}@${version}`);
  const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, stderr, error } = spawnSync('npm', ['install', '--prefix', FOLDER, ...options, ...wanted], {
    encoding: 'utf8',
    timeout: 180_000,
  });
  if (status === 0) return modules;
  throw new Error(`npm could not install ${wanted.join(' ')}: ${error?.message ?? stderr.trim()}`);
}
