import { describe, expect, it } from 'vitest';
import { aResult, HOST, POLICY } from '../policy/result.fixture.ts';
import { readXml } from '../xml/read-xml.ts';
import { renderJUnit } from './junit.ts';

describe('JUnit', () => {
  const result = { ...aResult(POLICY, [HOST]), gaps: ['nobody knows <why>'] };
  const xml = renderJUnit(result, { generatedAt: '2026-11-22T12:00:00.000Z', host: 'db-3', version: '1' });
  const open = [...readXml(xml)].flatMap((event) => (event.kind === 'open' ? [event] : []));
  const named = (name: string) => open.filter((event) => event.name === name);

  it('has a suite for each host, whose counts are those of its cases', () => {
    const [suite, unseen] = named('testsuite').map(({ attributes }) => Object.fromEntries(attributes));
    expect(suite).toMatchObject({ name: 'mailhost', tests: '7', failures: '2', skipped: '2', errors: '0' });
    expect(unseen).toMatchObject({ tests: '1', errors: '1' });
    expect(named('testcase')).toHaveLength(8);
    expect(named('failure')).toHaveLength(2);
    expect(named('skipped')).toHaveLength(2);
    expect(named('error')[0]?.attributes.get('message')).toBe('nobody knows <why>');
  });

  it('names what is as agreed, and where the others stand', () => {
    const names = named('testcase').map(({ attributes }) => attributes.get('name'));
    expect(names).toContain('22/tcp is as agreed');
    const relay = named('testcase').find(({ attributes }) => attributes.get('name') === '25/tcp smtp.open-relay');
    expect(relay?.attributes.get('file')).toBe('audit.yaml');
    expect(relay?.attributes.get('line')).toBe('7');
  });
});
