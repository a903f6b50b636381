import { describe, expect, it } from 'vitest';
import { amplified, dossier, knowledgeOf } from './knowledge.fixture.ts';
import { compareWithPeer } from './m02-second-witness.ts';
import { keysOf, watchedFigures } from './m06-security-coverage.ts';
import { claimIds } from './m07-claims.ts';

describe('the second witness', () => {
  const knowledge = knowledgeOf([], { '80/tcp': ['http', 'www'], '81/tcp': ['eighty-one'] });

  it('agrees where it has one of our names', () => {
    const [rows, names] = compareWithPeer(knowledge, { '80/tcp': ['http', ''], '81/tcp': ['eighty-one', ''] });
    expect(rows).toMatchObject({ figure: '2 of 2', verdict: 'held' });
    expect(names).toMatchObject({ figure: '2 of 2', verdict: 'held' });
  });

  it('lists each key that we do not have and each name that differs', () => {
    const [rows, names] = compareWithPeer(knowledge, { '80/tcp': ['hypertext', ''], '82/tcp': ['xfer', ''] });
    expect(rows).toMatchObject({ verdict: 'missed', list: ['82/tcp'] });
    expect(names?.list).toEqual(['80/tcp: there hypertext, here http, www']);
  });

  it('shows what it lacks itself', () => {
    const [, , ports, names] = compareWithPeer(knowledge, { '80/tcp': ['http', ''] });
    expect(ports?.figure).toBe('1 of 2 (50.0 %)');
    expect(names?.figure).toBe('1 of 3 (33.3 %)');
  });
});

describe('what security tools watch', () => {
  it('is read from lists of single ports, without ranges and negations', () => {
    const read = (field: string) => keysOf(field, 'tcp').map(({ from }) => from);
    expect(read('21,25')).toEqual([21, 25]);
    expect(read('27960;26000')).toEqual([27960, 26000]);
    expect(read(',,1024:65535,!80')).toEqual([]);
    expect(keysOf('80', 'ipip')).toEqual([]);
  });

  it('counts each port once, by anything hand-written on it', () => {
    const knowledge = knowledgeOf([dossier(['19/udp'], amplified)], { '20/udp': ['named'] });
    const [figure] = watchedFigures(knowledge, 'a list', keysOf('19,19,20,21', 'udp'));
    expect(figure).toMatchObject({ figure: '1 of 3 (33.3 %)' });
    expect(figure?.list).toEqual(['nothing hand-written: 20/udp', 'nothing hand-written: 21/udp']);
    expect(figure?.note).toContain('1 an amplification factor; 1 are registered');
  });
});

describe('the ids of the claims', () => {
  it('are those of the first column of the tables of section 1', () => {
    const report =
      '## 1. SEED\n| # | Claim |\n| A19, B26a | B99 |\n| T4 | x |\nA77 in a text\n## 2. DATA\n| A88 | no |\n';
    expect(claimIds(report)).toEqual(['A19', 'B26a', 'T4']);
  });
});
