import { describe, expect, it } from 'vitest';
import { callOf } from '../../parts/copy-as.tsx';
import { commandOf, narrowedQuery } from './narrowed.ts';

const NARROWED = new URLSearchParams('ports=22,80&from=2026-11-22T18:58:19.600Z&to=2026-11-22T21:11:26.800Z&q=x');

describe('a log that is narrowed to ports and a time', () => {
  it('is read so by the copied command', () => {
    expect(commandOf('/var/log/ufw.log', NARROWED)).toBe(
      "portolan traffic /var/log/ufw.log --select 'dport=22,80 time>=2026-11-22T18:58:19.600Z time<2026-11-22T21:11:26.800Z'",
    );
    expect(commandOf("it's.log", new URLSearchParams('q=x'))).toBe("portolan traffic 'it'\\''s.log'");
  });

  it('is asked for so over the API', () => {
    expect(narrowedQuery(NARROWED).get('ports')).toBe('22,80');
    expect([...narrowedQuery(NARROWED).keys()]).toEqual(['from', 'to', 'ports']);
    expect(narrowedQuery(new URLSearchParams('q=x')).size).toBe(0);
  });
});

describe('a copied API call', () => {
  it('takes the token from the environment, and holds none', () => {
    expect(callOf('http://127.0.0.1:7654', '/api/v1/analyses/1/timeline?ports=22&from=a')).toBe(
      'curl -sS -H "Authorization: Bearer $PORTOLAN_TOKEN" \'http://127.0.0.1:7654/api/v1/analyses/1/timeline?ports=22&from=a\'',
    );
  });
});
