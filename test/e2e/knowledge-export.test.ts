import { describe, expect, it } from 'vitest';
import { portolan } from './program.fixture.ts';

const TRANSPORTS = ['tcp', 'udp', 'sctp', 'dccp'];
const PORTS = 65_536;

describe('portolan knowledge export', () => {
  const { code, out, err } = portolan(['knowledge', 'export', '--ndjson']);
  const lines = out.split('\n');
  const afterLast = lines.pop();

  it('prints a line for every port of every transport and nothing else', () => {
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(afterLast).toBe('');
    expect(lines).toHaveLength(262_144);
  });

  it('prints them in order of transport, then port, each with the same keys, its own class and a status', () => {
    const wrong: string[] = [];
    const statuses = new Set<string>();
    for (const [index, line] of lines.entries()) {
      const port = index % PORTS;
      const portClass = port < 1024 ? 'system' : port < 49_152 ? 'user' : 'dynamic';
      const head = `{"port":${port},"transport":"${TRANSPORTS[Math.floor(index / PORTS)]}","class":"${portClass}","status":"`;
      const answer = JSON.parse(line) as { status: string; names: string[] };
      const expected = `${head}${answer.status}","names":${JSON.stringify(answer.names)}}`;
      if (line !== expected || !Array.isArray(answer.names)) wrong.push(line);
      statuses.add(answer.status);
    }
    expect(wrong).toEqual([]);
    expect([...statuses].sort()).toEqual(['assigned', 'de-registered', 'dynamic', 'no-row', 'reserved', 'unassigned']);
  });

  it.each([
    [80, '{"port":80,"transport":"tcp","class":"system","status":"assigned","names":["http","www","www-http"]}'],
    [0, '{"port":0,"transport":"tcp","class":"system","status":"reserved","names":[]}'],
    [PORTS - 1, '{"port":65535,"transport":"tcp","class":"dynamic","status":"dynamic","names":[]}'],
    [PORTS + 19, '{"port":19,"transport":"udp","class":"system","status":"assigned","names":["chargen"]}'],
    [2 * PORTS + 22, '{"port":22,"transport":"sctp","class":"system","status":"assigned","names":["ssh"]}'],
  ])('prints line %i as %s', (index, line) => {
    expect(lines[index]).toBe(line);
  });

  it('prints the same without the flag, and takes no other format', () => {
    expect(portolan(['knowledge', 'export']).out).toBe(out);
    expect(portolan(['knowledge', 'export', '--csv']).code).toBe(2);
  });
});
