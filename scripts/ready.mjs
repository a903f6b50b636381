/**
 * Makes a checkout ready to run: installs what the lockfile names when node_modules is missing or older, and builds
 * when a source is newer than the last build. With nothing to do it costs a few milliseconds.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const INSTALL_STAMP = 'node_modules/.portolan-installed';
const BUILD_STAMP = 'dist/.built';
const BUILD_INPUTS = ['src', 'build', 'knowledge', 'scripts/build.mjs', 'package.json', 'package-lock.json'];

/** Ends the process with a sentence when a step fails. */
export function makeReady() {
  process.chdir(ROOT);
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node ${process.versions.node} is too old: Portolan needs 20.19 or later`);
  }
  const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (!existsSync(INSTALL_STAMP) || readFileSync(INSTALL_STAMP, 'utf8') !== lock) {
    say('installing dependencies from the lockfile');
    step('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    writeFileSync(INSTALL_STAMP, lock);
  }
  const inputs = describeInputs();
  if (!existsSync(BUILD_STAMP) || readFileSync(BUILD_STAMP, 'utf8') !== inputs) {
    say('building');
    step(process.execPath, ['scripts/build.mjs']);
    mkdirSync('dist', { recursive: true });
    writeFileSync(BUILD_STAMP, inputs);
  }
}

/** Runs one step, its output on stderr so that it never mixes with an answer on stdout. */
function step(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['inherit', 2, 2] });
  if (error !== undefined) fail(`${command} could not be started: ${error.message}`);
  if (status !== 0) fail(`${command} ${args.join(' ')} failed`);
}

/** Size and time of every input, as one hash: enough to notice any edit, cheap enough for every start. */
function describeInputs() {
  const hash = createHash('sha256');
  const visit = (path) => {
    const { mtimeMs, size, isDirectory } = stat(path);
    if (!isDirectory) hash.update(`${path} ${mtimeMs} ${size}\n`);
    else for (const name of readdirSync(path).sort()) visit(join(path, name));
  };
  for (const input of BUILD_INPUTS) visit(input);
  return hash.digest('hex');
}

function stat(path) {
  const stats = statSync(path);
  return { mtimeMs: stats.mtimeMs, size: stats.size, isDirectory: stats.isDirectory() };
}

function say(what) {
  process.stderr.write(`portolan: ${what} ...\n`);
}

function fail(why) {
  process.stderr.write(`portolan: ${why}\n`);
  process.exit(3);
}
