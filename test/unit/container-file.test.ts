import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';

/** What can be said of the Containerfile without building it. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const text = readFileSync(`${ROOT}/packaging/container/Containerfile`, 'utf8')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n/g, ' ');
const manifest = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};
const last = text.slice(text.lastIndexOf('FROM '));

describe('the Containerfile', () => {
  it('ends as a user without rights, with its state in a volume of that user', () => {
    expect(last).toMatch(/^USER 10001:10001$/m);
    expect(last).toMatch(/install -d -o 10001 -g 10001 -m 0700 \/var\/lib\/portolan/);
    expect(last).toMatch(/^VOLUME \/var\/lib\/portolan$/m);
  });

  it('takes nothing of the build but the installed program', () => {
    expect(last.match(/^COPY .*$/gm)).toEqual(['COPY --from=build /opt/portolan /opt/portolan']);
  });

  it('installs the engines that portolan is tested with', () => {
    for (const name of ['@duckdb/node-api', '@clickhouse/client']) {
      expect(text).toContain(` ${name}@${manifest.devDependencies[name]}`);
    }
  });

  it('looks after its health by a program that Node understands, and starts as an array, so that signals arrive', () => {
    const words = (instruction: string): string[] =>
      JSON.parse(new RegExp(`${instruction} (\\[.*\\])$`, 'm').exec(last)?.[1] ?? '[]') as string[];
    const [program, flag, script = ''] = words(' +CMD');
    expect([program, flag]).toEqual(['node', '-e']);
    expect(() => new Script(script)).not.toThrow();
    expect(words('^ENTRYPOINT')).toEqual(['portolan']);
    expect(words('^CMD')[0]).toBe('serve');
  });
});
