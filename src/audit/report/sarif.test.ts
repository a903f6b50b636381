import { describe, expect, it } from 'vitest';
import { aCheckResult, aHost, aPort, aResult, CHECKS, HOST, POLICY } from '../policy/result.fixture.ts';
import { NO_POLICY_FILE, renderSarif } from './sarif.ts';

const FRAME = { generatedAt: '2026-11-22T12:00:00.000Z', host: 'db-3', version: '1.0.0' };

interface Log {
  version: string;
  runs: {
    tool: {
      driver: {
        name: string;
        rules: { id: string; help: { text: string }; defaultConfiguration: { level: string } }[];
      };
    };
    invocations: { executionSuccessful: boolean; toolExecutionNotifications: unknown[] }[];
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      locations: {
        physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number; startColumn: number } };
        logicalLocations: { fullyQualifiedName: string }[];
      }[];
      partialFingerprints: Record<string, string>;
      suppressions?: { kind: string; status: string; justification: string }[];
    }[];
  }[];
}

const logOf = (text: string, hosts = [HOST]) => JSON.parse(renderSarif(aResult(text, hosts), CHECKS, FRAME)) as Log;

describe('SARIF', () => {
  const run = logOf(POLICY).runs[0];

  it('has what the standard and code scanning ask of every result', () => {
    expect(logOf(POLICY).version).toBe('2.1.0');
    expect(run?.results).toHaveLength(6);
    for (const result of run?.results ?? []) {
      expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(['error', 'warning', 'note', 'none']).toContain(result.level);
      expect(result.message.text).not.toBe('');
      expect(result.locations).toHaveLength(1);
      const { artifactLocation, region } = result.locations[0]?.physicalLocation ?? {};
      expect(artifactLocation?.uri).toBe('audit.yaml');
      expect(region?.startLine).toBeGreaterThan(1);
      expect(region?.startColumn).toBeGreaterThan(0);
      expect(result.partialFingerprints['portolan/v1']).toMatch(/^[0-9a-f]{64}$/);
    }
    for (const rule of run?.tool.driver.rules ?? []) expect(rule.help.text).not.toBe(rule.id);
  });

  it('names host and port, and suppresses what is waived', () => {
    const names = run?.results.map(({ locations }) => locations[0]?.logicalLocations[0]?.fullyQualifiedName);
    expect(names).toContain('mailhost/8080/tcp');
    const waived = run?.results.filter(({ suppressions }) => suppressions !== undefined) ?? [];
    expect(waived).toHaveLength(2);
    expect(waived[1]?.suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'until 2027-03-31: old PBX, ticket 4711' },
    ]);
  });

  it('has a place for results without a policy file, and is no success while something is not known', () => {
    const bare = logOf('', [aHost([aPort(25, { checks: [aCheckResult()] })])]);
    expect(bare.runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(NO_POLICY_FILE);
    expect(bare.runs[0]?.invocations[0]?.executionSuccessful).toBe(true);
    const open = logOf('version: 1\nhosts: [{ name: mailhost, expect: [{ port: 25/tcp, service: smtp }] }]', [
      aHost([aPort(25)]),
    ]);
    expect(open.runs[0]?.invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'error' }],
    });
  });
});
