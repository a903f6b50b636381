import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

// From the root of the project, where the build and the tests run.
const SOURCES = 'assembly';
const ENTRY = join(SOURCES, 'netfilter-scan.ts');
const COMPILER = 'node_modules/assemblyscript';
const CACHE = 'node_modules/.cache/portolan';

/** It brings its own memory, allocates nothing and never aborts; vectors are in every engine that Node 20 has. */
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--use', 'abort=', '--enable', 'simd'];

/** The netfilter scanner as WebAssembly. It takes seconds to compile, and so is kept until its sources change. */
export function compileScanner(): Buffer {
  const kept = join(CACHE, `netfilter-scan-${fingerprint()}.wasm`);
  if (!existsSync(kept)) {
    mkdirSync(CACHE, { recursive: true });
    const made = `${kept}.${process.pid}`;
    const command = [join(COMPILER, 'bin/asc.js'), ENTRY, '--outFile', made, ...OPTIONS];
    const { status } = spawnSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error('the netfilter scanner does not compile');
    renameSync(made, kept);
  }
  return readFileSync(kept);
}

function fingerprint(): string {
  const hash = createHash('sha256')
    .update(OPTIONS.join(' '))
    .update(readFileSync(join(COMPILER, 'package.json')));
  for (const name of readdirSync(SOURCES).toSorted()) hash.update(readFileSync(join(SOURCES, name)));
  return hash.digest('hex').slice(0, 16);
}
