import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldPathsOf } from '../../build/contract/field-paths.ts';
import { CONTRACTS } from '../../build/contract/schemas.ts';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import { SCHEMA_NAMES, type SchemaName } from '../../src/cli/schema-names.ts';
import { ESTABLISHED, LISTEN, recordMachine, TIME_WAIT, UNCONNECTED } from '../../src/sockets/machine.fixture.ts';
import { faultsByJsonSchema, faultsByZod, readSchema, withUnknownField } from './contract.fixture.ts';
import { makeFolder, portolan, PORTOLAN, removeFolder, ROOT, writeTree } from './program.fixture.ts';

/** What every command answers, held against the schemas that programs rely on. */
let folder = '';
let env: Record<string, string> = {};

const NOTES = `
ports:
  22/tcp: { label: jump host, owner: ops, process: sshd, exposure: network, note: the only way in }
  6379/tcp: { mute: { until: 2999-01-01, findings: [sockets.exposed-service], reason: known } }
  8000-8010/tcp: { label: demos, process: [node, python3] }
`;

beforeAll(() => {
  folder = makeFolder();
  const machine = recordMachine({
    tcp: [
      { local: '0.0.0.0:22', state: LISTEN, inode: 1 },
      { local: '0.0.0.0:6379', state: LISTEN, inode: 2 },
      { local: '127.0.0.1:5432', state: LISTEN, inode: 5 },
      { local: '10.0.0.5:22', remote: '10.0.0.9:5000', state: ESTABLISHED, inode: 3 },
      { local: '10.0.0.5:40000', remote: '10.0.0.9:443', state: TIME_WAIT },
    ],
    udp6: [{ local: '[::]:5353', state: UNCONNECTED, inode: 4 }],
    processes: [
      { pid: 10, name: 'sshd', holds: [1, 3] },
      { pid: 11, name: 'redis-server', command: 'redis-server *:6379', holds: [2] },
    ],
    closed: [12],
  });
  writeTree(machine, join(folder, 'tree'));
  mkdirSync(join(folder, 'portolan'));
  writeFileSync(join(folder, 'portolan/portolan.yaml'), NOTES);
  writeFileSync(join(folder, 'services'), 'ssh 22/tcp secure-shell # the remote shell\nhttps 443/tcp\n');
  env = { PORTOLAN_ROOT: join(folder, 'tree'), XDG_CONFIG_HOME: folder };
});

afterAll(() => removeFolder(folder));

/** What a document is made of: its list, and the schema of a line of it. */
const LISTS = {
  explain: { list: 'answers', row: 'explain-row' },
  search: { list: 'hits', row: 'search-row' },
  sockets: { list: 'sockets', row: 'sockets-row' },
  glance: { list: 'listeners', row: 'glance-row' },
  who: { list: 'ports', row: 'who-row' },
  claims: { list: 'claims', row: 'claims-row' },
  patterns: { list: 'patterns', row: 'patterns-row' },
} as const satisfies Partial<Record<SchemaName, { list: string; row: SchemaName }>>;
type DocumentName = keyof typeof LISTS;

/** The words after `portolan`, and the code that it ends with. */
const CASES: readonly (readonly [document: DocumentName, words: string, code: number])[] = [
  ['explain', 'explain 19/udp 443 6000-6063 netbus 22/tcp', 0],
  ['explain', 'explain 0-65535', 0],
  ['explain', 'explain 8001/tcp 40/dccp 9/sctp 65535', 0],
  ['explain', 'explain 443 htps', 1],
  ['explain', 'explain 443 70001', 2],
  ['search', 'search remote desk', 0],
  ['search', 'search port 22 jump host -n 50', 0],
  ['search', 'search 6000-6063', 0],
  ['search', 'search qqqqzzzzxxxx', 1],
  ['sockets', 'sockets', 0],
  ['sockets', 'sockets -tlnp --risky', 0],
  ['sockets', 'netstat -uan6 --no-overlay', 0],
  ['glance', '', 0],
  ['glance', '--no-overlay', 0],
  ['who', 'who 22 6379 5353/udp', 0],
  ['who', 'who 1-65535', 0],
  ['who', 'who 22/tcp 1808', 1],
  ['claims', 'knowledge claims', 0],
  ['claims', 'knowledge claims --wrong', 0],
  ['patterns', 'knowledge patterns', 0],
  ['patterns', 'knowledge patterns fraggle mirai', 0],
];

const wordsOf = (text: string): string[] => text.split(' ').filter((word) => word !== '');
const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

function expectKept(name: SchemaName, value: unknown): void {
  expect(faultsByJsonSchema(name, value).slice(0, 5)).toEqual([]);
  expect(faultsByZod(name, value).slice(0, 5)).toEqual([]);
}

describe('every answer keeps to its schema', () => {
  it.each(CASES)('%s: portolan %s', (document, words, code) => {
    const { list, row } = LISTS[document];
    const json = portolan([...wordsOf(words), '--json'], { env });
    expect(json.code, json.err).toBe(code);
    const value = JSON.parse(json.out) as Record<string, readonly unknown[]>;
    expectKept(document, value);
    const lines = linesOf(portolan([...wordsOf(words), '--ndjson'], { env }).out);
    expect(lines).toHaveLength(value[list]?.length ?? -1);
    for (const line of lines) expectKept(row, JSON.parse(line));
  });

  it.each([
    ['6379 --dry-run --force', 0],
    ['6379', 4],
    ['5432 --yes', 4],
    ['1808', 1],
  ])('kill: portolan kill %s', (words, code) => {
    const killed = portolan(['kill', ...wordsOf(words), '--json'], { env: { ...env, SUDO_UID: '' } });
    expect(killed.code, killed.err).toBe(code);
    expectKept('kill', JSON.parse(killed.out));
  });

  it('with the names that a list of services on this machine has', () => {
    const { out } = portolan(['explain', '22/tcp', '--json', '--services', join(folder, 'services')], { env });
    expect(out).toContain('"secure-shell"');
    expect(out).toContain('"jump host"');
    expectKept('explain', JSON.parse(out));
  });

  it('of this machine as it is', () => {
    expectKept('doctor', JSON.parse(portolan(['doctor', '--json']).out));
    expectKept('glance', JSON.parse(portolan(['--json']).out));
    expectKept('sockets', JSON.parse(portolan(['sockets', '--json']).out));
  });

  it('on each line of the exported registry', () => {
    const lines = linesOf(portolan(['knowledge', 'export']).out).map((line): unknown => JSON.parse(line));
    expect(lines).toHaveLength(4 * 65_536);
    expect(lines.flatMap((line) => faultsByJsonSchema('registry-row', line)).slice(0, 5)).toEqual([]);
    const some = lines.filter((_, index) => index % 101 === 0);
    expect(some.flatMap((line) => faultsByZod('registry-row', line)).slice(0, 5)).toEqual([]);
  });

  it('that lists the schemas themselves, and each one that is printed is the one the build wrote', () => {
    const { out } = portolan(['schema', '--json']);
    expectKept('schemas', JSON.parse(out));
    const { schemas } = JSON.parse(out) as { schemas: { name: string }[] };
    expect(schemas.map(({ name }) => name)).toEqual(SCHEMA_NAMES);
    for (const name of SCHEMA_NAMES) {
      for (const words of [[name], [name, '--json']]) {
        expect(JSON.parse(portolan(['schema', ...words]).out)).toEqual(readSchema(name));
      }
    }
  });
});

const whyNot = whyNoNamespace();
if (whyNot !== null) console.warn(`skipped: a socket of every kind, because ${whyNot}`);

describe.skipIf(whyNot !== null)('every answer keeps to its schema where a socket of every kind is open', () => {
  let namespace: NetworkNamespace;

  beforeAll(async () => {
    namespace = await NetworkNamespace.open();
    await namespace.start([process.execPath, join(ROOT, 'lab/socket-zoo.mjs')]);
  });

  afterAll(async () => namespace.close());

  it.each<[document: DocumentName, words: string]>([
    ['sockets', 'sockets'],
    ['sockets', 'sockets -tuan'],
    ['glance', ''],
  ])('%s: portolan %s', (document, words) => {
    const run = (format: string): string => namespace.run([PORTOLAN, ...wordsOf(words), format]).stdout;
    expectKept(document, JSON.parse(run('--json')));
    const lines = linesOf(run('--ndjson'));
    expect(lines.length).toBeGreaterThan(6);
    for (const line of lines) expectKept(LISTS[document].row, JSON.parse(line));
  });
});

describe('a field that no schema knows', () => {
  it.each<[name: SchemaName, words: string]>([
    ['explain', 'explain 19/udp 22/tcp 12345/tcp --json'],
    ['search', 'search redis --json'],
    ['sockets', 'sockets --json'],
    ['glance', '--json'],
    ['claims', 'knowledge claims --wrong --json'],
    ['patterns', 'knowledge patterns fraggle mirai --json'],
    ['schemas', 'schema --json'],
    ['explain-row', 'explain 19/udp --ndjson'],
  ])('is refused in whatever object of %s it stands: portolan %s', (name, words) => {
    const value: unknown = JSON.parse(portolan(wordsOf(words), { env }).out);
    const accepted: string[] = [];
    let tried = 0;
    for (const { path, changed } of withUnknownField(value)) {
      tried++;
      if (faultsByJsonSchema(name, changed).length === 0) accepted.push(`${path} (JSON Schema)`);
      if (faultsByZod(name, changed).length === 0) accepted.push(`${path} (zod)`);
    }
    expect(tried).toBeGreaterThan(3);
    expect(accepted).toEqual([]);
  });
});

describe('portolan schema', () => {
  it('lists what there is, a line each', () => {
    const { code, out, err } = portolan(['schema']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(
      linesOf(out)
        .slice(1)
        .map((line) => line.split('\t')[0]?.split(' ')[0]),
    ).toEqual(SCHEMA_NAMES);
  });

  it.each([
    [['explian'], /"explian"; did you mean explain/],
    [['sockets-rows'], /did you mean sockets-row/],
    [['nothing-like-it'], /portolan schema lists them/],
    [['../package'], /portolan schema lists them/],
    [['explain', 'search'], /one schema at a time.*"search"/],
  ])('does not know %j, says what is near, and ends with 2', (words, expected) => {
    const { code, out, err } = portolan(['schema', ...words]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^portolan: [^\n]+\n$/);
    expect(err).toMatch(expected);
  });
});

const GOLDEN = 'test/e2e/golden/schema-fields.json';
const UPDATE = `node scripts/run-ts.mjs build/contract/write-fields.ts ${GOLDEN}`;

describe('the fields of version 1', () => {
  const golden = JSON.parse(readFileSync(join(ROOT, GOLDEN), 'utf8')) as Readonly<Record<string, readonly string[]>>;
  const answers = SCHEMA_NAMES.filter((name) => CONTRACTS[name].of === 'answer');

  it('are written down for every answer', () => {
    expect(Object.keys(golden), `an answer came or went; if it came: ${UPDATE}`).toEqual(answers);
  });

  it.each(answers)('are all still there, unchanged: %s', (name) => {
    const fields = fieldPathsOf(readSchema(name));
    const lost = golden[name]?.filter((field) => !fields.includes(field));
    expect(
      lost,
      `Fields of portolan/${name}@1 were removed, renamed or changed, and programs rely on them. Put them back; or, when ` +
        `that cannot be, answer with portolan/${name}@2 (its envelope, VERSION of the schema, CHANGELOG.md), and then: ${UPDATE}`,
    ).toEqual([]);
  });

  it.each(answers)('are written down when new ones come: %s', (name) => {
    const added = fieldPathsOf(readSchema(name)).filter((field) => golden[name]?.includes(field) !== true);
    expect(added, `New fields may come at any time. Write them down, so that they stay: ${UPDATE}`).toEqual([]);
  });
});
