import { describe, expect, it } from 'vitest';
import { dossier, knowledgeOf } from '../../src/sockets/small-knowledge.fixture.ts';
import { coverageFigures } from './m04-useful-coverage.ts';
import { nameFigures } from './m05-everyday-names.ts';
import { parseNmapServices, topPorts, type NmapService } from './nmap-services.ts';

/** Made up: nothing of nmap's own file may stand in this repository. */
const LIST = [
  '# a comment',
  'alpha\t7001/tcp\t0.100000\t# first | second words',
  'unknown\t7002/tcp\t0.300000',
  'beta\t7003/udp\t0.900000',
  'gamma\t7004/tcp\t0.200000',
  'a line that is none',
].join('\n');

const tcp = (port: number) => ({ from: port, to: port, transport: 'tcp' as const });

function service(port: number, name: string, ...otherWords: string[]): NmapService {
  return { key: tcp(port), name, frequency: 1, otherWords };
}

describe("nmap's list of services", () => {
  it('is read line by line, with what its comments call a service', () => {
    const services = parseNmapServices(LIST);
    expect(services).toHaveLength(4);
    expect(services[0]).toEqual({
      key: tcp(7001),
      name: 'alpha',
      frequency: 0.1,
      otherWords: ['first', 'second words'],
    });
    expect(services[1]).toMatchObject({ name: 'unknown', otherWords: [] });
  });

  it('gives the ports of one transport that are most often open', () => {
    expect(topPorts(parseNmapServices(LIST), 'tcp', 2).map(({ key }) => key.from)).toEqual([7002, 7004]);
  });
});

describe('useful coverage', () => {
  const knowledge = knowledgeOf([dossier(['7002/tcp']), dossier(['8000-9000/tcp'])], { '7001/tcp': ['alpha'] });
  const figures = coverageFigures(knowledge, 'top 4', [7001, 7002, 7003, 8500].map(tcp), { goal: 4, listBlanks: true });

  it('counts what the registry names by itself, and then with the dossiers', () => {
    expect(figures.map(({ figure }) => figure)).toEqual(['1 of 4 (25.0 %)', '3 of 4', '2 of 4 (50.0 %)']);
    expect(figures[1]).toMatchObject({ verdict: 'missed', list: ['without an answer: 7003/tcp'] });
  });

  it('says which answers are about a wide range only', () => {
    expect(figures[1]?.note).toContain('1 of them only by a dossier about more than 100 ports');
  });

  it('counts no dossier about a class of numbers', () => {
    const classes = knowledgeOf([{ ...dossier(['49152-65535/tcp']), kind: 'class' }]);
    const [, answered] = coverageFigures(classes, 'top 1', [tcp(50_000)], { goal: null, listBlanks: true });
    expect(answered).toMatchObject({ value: 0, list: ['without an answer: 50000/tcp'] });
    expect(answered?.note).toContain('1 of the others are dynamic ports');
  });
});

describe('names people use', () => {
  const knowledge = knowledgeOf([dossier(['7001/tcp'], { shortName: 'search-engine', aliases: ['finder'] })], {
    '7001/tcp': ['obsolete-thing'],
    '7002/tcp': ['other-thing'],
    '7003/tcp': ['same'],
  });

  it('are looked for only where the registry has another', () => {
    const [byName] = nameFigures(knowledge, [service(7001, 'finder'), service(7003, 'same'), service(7004, 'unnamed')]);
    expect(byName?.figure).toBe('1 of 1 (100.0 %)');
  });

  it('are found and shown by the dossier that has them', () => {
    const figures = nameFigures(knowledge, [service(7001, 'finder'), service(7002, 'nobody-knows')]);
    expect(figures.map(({ value }) => value)).toEqual([1, 1, 1]);
    expect(figures[1]?.list).toEqual([expect.stringContaining('7002/tcp nobody-knows')]);
  });

  it('count by other words too, but never by the registered name itself', () => {
    const figures = nameFigures(knowledge, [service(7001, 'xx', 'search engine'), service(7002, 'yy', 'other-thing')]);
    expect(figures.map(({ value }) => value)).toEqual([0, 1, 1]);
  });
});
