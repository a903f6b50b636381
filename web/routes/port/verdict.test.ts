import { describe, expect, it } from 'vitest';
import { answerQuery } from '../../../src/knowledge/answer.ts';
import { ownKnowledge } from '../../../src/knowledge/compiled-knowledge.fixture.ts';
import { parseQuery } from '../../../src/knowledge/query.ts';
import { LISTEN, snapshotOf } from '../../../src/sockets/machine.fixture.ts';
import { listenerRecords } from '../../../src/sockets/listener-record.ts';
import { SocketView } from '../../../src/sockets/socket-row.ts';
import { verdictOf } from './verdict.ts';

const knowledge = ownKnowledge();

function verdict(key: string, local: string | null): string {
  const [answer] = answerQuery(knowledge, parseQuery(knowledge, key));
  if (answer === undefined) throw new Error(key);
  const tcp = local === null ? [] : [{ local, state: LISTEN, inode: 7 }];
  const processes = [{ pid: 10, name: 'redis-server', holds: [7] }];
  return verdictOf(answer, listenerRecords(new SocketView(snapshotOf({ tcp, processes }), knowledge)));
}

describe('the verdict on a port', () => {
  it('says what it is, that it is not here, and nothing of what to do', () => {
    expect(verdict('443/tcp', null)).toBe(
      '443/tcp is HTTPS, the encrypted web, and HTTP/3. Nothing listens on it here.',
    );
  });

  it('names who holds it, how far it reaches, and the worst that was found', () => {
    const text = verdict('6379/tcp', '0.0.0.0:6379');
    expect(text).toContain('Here redis-server listens on it, open to any address.');
    expect(text).toMatch(/Rated (?:high|critical)\. Close it now unless it is meant\.$/);
  });

  it('says so where a number belongs to nobody', () => {
    expect(verdict('4/tcp', null)).toMatch(/^4\/tcp belongs to nobody/);
  });
});
