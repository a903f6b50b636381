/**
 * npm test: makes the checkout ready, installs the Debian packages that tests compare with when it may, then checks
 * format, lint and types, and runs every test. Arguments go on to vitest: npm test -- sockets
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { makeReady } from './ready.mjs';

/** Programs that tests compare Portolan with, or that judge what it writes, and the Debian package that has each. */
const PEERS = [
  { program: '/usr/bin/ss', name: 'iproute2' },
  { program: '/usr/bin/netstat', name: 'net-tools' },
  { program: '/usr/bin/lsof', name: 'lsof' },
  { program: '/usr/bin/unshare', name: 'util-linux' },
  { program: '/usr/bin/zsh', name: 'zsh' },
  { program: '/usr/bin/fish', name: 'fish' },
  { program: '/usr/bin/mandoc', name: 'mandoc' },
  { program: '/usr/bin/chromium', name: 'chromium' },
];

makeReady();
installPeers();
const only = process.argv.slice(2);
if (only.length === 0) {
  step('format', 'oxfmt', ['--check', '.']);
  step('lint', 'oxlint', ['--type-aware']);
  step('types', 'tsc', ['--noEmit']);
  step('types without Node', 'tsc', ['--noEmit', '--project', 'tsconfig.browser.json']);
  step('types of the page', 'tsc', ['--noEmit', '--project', 'tsconfig.web.json']);
}
step('tests', 'vitest', ['run', ...only]);

function installPeers() {
  const missing = PEERS.filter(({ program }) => !existsSync(program) && !existsSync(program.replace('/usr', '')));
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.error(`portolan: without ${names.join(', ')} some tests are skipped; each says so`);
    return;
  }
  console.error(`portolan: installing ${names.join(', ')} ...`);
  spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...names], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function step(name, command, args) {
  console.error(`portolan: ${name} ...`);
  const { status, error } = spawnSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit' });
  if (status === 0) return;
  console.error(`portolan: ${name} failed${error === undefined ? '' : `: ${error.message}`}`);
  process.exit(status ?? 1);
}
