import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DoctorDocument } from '../../src/cli/documents.ts';
import { documentRows } from '../../src/ingest/documents/document-rows.ts';
import { parseLocation } from '../../src/store/location.ts';
import { openStore } from '../../src/store/open-store.ts';
import { faultsByJsonSchema } from './contract.fixture.ts';
import { makeFolder, portolan, PORTOLAN, removeFolder } from './program.fixture.ts';

let folder = '';
let store = '';

/** A store with what listens on this machine, as `portolan sockets --json` says it. */
beforeAll(async () => {
  folder = makeFolder();
  store = join(folder, 'store');
  const sockets = portolan(['sockets', '--json']).out;
  const opened = await openStore(parseLocation(store), createRequire(import.meta.url));
  const batches = (await documentRows(sockets)) ?? [];
  for (const [index, batch] of batches.entries()) await opened.insert(0, { ...batch, origin: 1n, sequence: index + 1 });
  await opened.close();
  mkdirSync(join(folder, 'spool/refused'), { recursive: true });
  writeFileSync(join(folder, 'spool/0000000000000001.spool'), 'x'.repeat(1000));
});
afterAll(() => removeFolder(folder));

const states = (out: string): Record<string, string> =>
  Object.fromEntries((JSON.parse(out) as DoctorDocument).checks.map(({ id, state }) => [id, state]));

describe('portolan doctor --store', () => {
  it('says how a store stands that nobody has open', () => {
    const { code, out, err } = portolan(['doctor', '--store', store, '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(faultsByJsonSchema('doctor', JSON.parse(out))).toEqual([]);
    expect(states(out)).toMatchObject({ store: 'ok', 'store-rows': 'ok', 'store-ledger': 'ok', spool: 'ok' });
    expect(portolan(['doctor', '--store', store]).out).toMatch(/^ok +store-rows +\d+ rows in /m);
  });

  it('does not begin one, and says where there is none', () => {
    const { out } = portolan(['doctor', '--store', join(folder, 'nowhere')]);
    expect(out).toMatch(/^missing +store +there is no store in/);
    expect(portolan(['doctor', '--store', 'postgres://x']).code).toBe(2);
  });

  it('asks serve where that has it', async () => {
    const busy = join(folder, 'busy');
    mkdirSync(busy);
    const health = {
      status: 'degraded',
      problems: ['the disk of the store has 4 % left'],
      store: { rows: 7, ledgerRows: 7, bytes: 1000 },
      sensors: [{ number: 0, name: 'this machine', secondsSinceBatch: 3 }],
    };
    const server = createServer((_, response) => {
      response.end(JSON.stringify(health));
    });
    await new Promise<void>((resolve) => {
      server.listen(join(busy, 'serve.sock'), resolve);
    });
    // Not spawnSync, which would keep the server of this process from answering.
    const child = spawn(process.execPath, [PORTOLAN, 'doctor', '--store', busy, '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const parts: Buffer[] = [];
    for await (const part of child.stdout as AsyncIterable<Buffer>) parts.push(part);
    server.close();
    const out = Buffer.concat(parts).toString('utf8');
    expect(out).toContain('the disk of the store has 4 % left');
    expect(states(out)).toMatchObject({ store: 'limited', 'store-rows': 'ok', 'store-ledger': 'ok', sensors: 'ok' });
  });

  it.skipIf(process.getuid?.() !== 0)(
    'does not open the store of another user, whose files would come to belong to root',
    () => {
      const foreign = join(folder, 'foreign');
      mkdirSync(foreign);
      writeFileSync(join(foreign, 'hot.duckdb'), '');
      chownSync(join(foreign, 'hot.duckdb'), 65_534, 65_534);
      const { out } = portolan(['doctor', '--store', foreign]);
      expect(out).toContain('belongs to user 65534');
      expect(out).toContain('-> run doctor as that user');
    },
  );
});
