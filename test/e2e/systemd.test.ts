import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

/** The units, judged by systemd itself. They are not started: that needs a systemd that runs the machine. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const UNITS = join(ROOT, 'packaging/systemd');
const DROP_INS = join(UNITS, 'drop-ins');
const NAMES = readdirSync(UNITS).filter((name) => name.endsWith('.service'));

/** As systemd-analyze counts, from 0 to 10. */
const MOST_EXPOSED = 2;

const analyze = (folder: string, ...words: string[]): { readonly status: number | null; readonly said: string } => {
  const env = { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` };
  const { status, stdout, stderr } = spawnSync('systemd-analyze', words, { env, encoding: 'utf8', cwd: folder });
  return { status, said: stdout + stderr };
};

const version = /^systemd (\d+)/.exec(spawnSync('systemd-analyze', ['--version'], { encoding: 'utf8' }).stdout ?? '');
const whyNot = Number(version?.[1] ?? 0) >= 250 ? null : 'systemd-analyze of systemd 250 or later is not installed';
if (whyNot !== null) console.warn(`skipped: what systemd says of the units, because ${whyNot}`);

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The units as they would lie on a machine where portolan is installed, with these drop-ins for each. */
function install(dropIns: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-units-'));
  folders.push(folder);
  for (const name of NAMES) {
    const unit = readFileSync(join(UNITS, name), 'utf8');
    writeFileSync(join(folder, name), unit.replace('ExecStart=portolan', `ExecStart=${join(ROOT, 'bin/portolan')}`));
    mkdirSync(join(folder, `${name}.d`));
    for (const dropIn of dropIns) cpSync(join(DROP_INS, dropIn), join(folder, `${name}.d`, dropIn));
  }
  return folder;
}

describe('the units', () => {
  it('are two, of one user, so that both reach the socket in the store', () => {
    expect(NAMES).toEqual(['portolan-ingest.service', 'portolan-serve.service']);
    for (const name of NAMES) {
      const unit = readFileSync(join(UNITS, name), 'utf8');
      expect(unit).toContain('\nUser=portolan\nDynamicUser=yes\n');
      expect(unit).toContain('\nStateDirectory=portolan\n');
      expect(unit).toMatch(/\nMemoryMax=\d+[MG]\n/);
    }
  });
});

describe.skipIf(whyNot !== null)('systemd', () => {
  it.each([[[]], ...readdirSync(DROP_INS).map((name) => [[name]]), [readdirSync(DROP_INS)]])(
    'understands every line of the units with %j',
    (dropIns) => {
      const { status, said } = analyze(install(dropIns), 'verify', '--man=no', ...NAMES);
      // What it says of other units of this machine is not ours.
      expect(said.split('\n').filter((line) => line.includes('portolan'))).toEqual([]);
      expect(status).toBe(0);
    },
  );

  it('would say so if it did not', () => {
    const folder = install([]);
    writeFileSync(join(folder, 'portolan-serve.service.d/bad.conf'), '[Service]\nProtectSystme=strict\n');
    expect(analyze(folder, 'verify', '--man=no', ...NAMES).said).toContain('ProtectSystme');
  });

  it.each(NAMES)('finds %s little exposed', (name) => {
    const { said } = analyze(install([]), 'security', '--offline=yes', name);
    const exposure = /Overall exposure level for \S+: ([\d.]+)/.exec(said)?.[1];
    expect(Number(exposure)).toBeLessThanOrEqual(MOST_EXPOSED);
  });
});
