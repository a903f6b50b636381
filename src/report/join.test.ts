import { describe, expect, it } from 'vitest';
import { aListener, aLook, anAudit, ITSELF, joined, knocksOn, logsOf, OURS } from './joined.fixture.ts';

const rowOf = (report: ReturnType<typeof joined>, port: number, host: string | null = null) =>
  report.ports.find((row) => row.port === port && row.host === host);

describe('what the lenses say together', () => {
  it('stands in one row where it is about the same port of this machine', () => {
    const report = joined([aListener(25, { findings: [aLook()] })], {
      traffic: logsOf(knocksOn('25/tcp', 3)),
      audit: anAudit([ITSELF]),
    });
    const row = rowOf(report, 25);
    expect(row).toMatchObject({ host: null, listeners: [0], urgency: 'high' });
    expect(row?.knocks).toMatchObject([{ finding: 0, events: 10, standing: 'reached', urgency: 'medium' }]);
    expect(row?.asked).toMatchObject([{ address: OURS, state: 'open', exposed: ['smtp.open-relay'] }]);
    expect(row?.verdicts.map((place) => report.audit?.findings[place]?.verdict)).toEqual(['exposed']);
    expect(report.ports.at(-1)).toBe(row);
  });

  it('keeps another host apart, though the number is the same and the address is like ours', () => {
    const report = joined([aListener(25)], { audit: anAudit(), addresses: ['10.20.0.6'] });
    expect(rowOf(report, 25)).toMatchObject({ listeners: [0], asked: [], verdicts: [], urgency: null });
    expect(rowOf(report, 25, 'mailhost')).toMatchObject({ listeners: [], urgency: 'high' });
    const abroad = joined([aListener(25)], { audit: anAudit([ITSELF], 'elsewhere') });
    expect(rowOf(abroad, 25)?.asked).toEqual([]);
    expect(abroad.limits.join()).toContain('elsewhere');
  });

  it('shows who knocked on a port of an audited host', () => {
    const report = joined([], { audit: anAudit(), traffic: logsOf(knocksOn('25/tcp', 0)), addresses: ['10.20.0.6'] });
    expect(rowOf(report, 25, 'mailhost')?.knocks).toMatchObject([{ standing: 'elsewhere', urgency: 'low' }]);
    expect(report.elsewhere).toBe(0);
  });

  it('leaves out what is waived, and counts what is about hosts that nobody named', () => {
    const report = joined([], {
      audit: anAudit(),
      traffic: logsOf(knocksOn('25/tcp', 0, { targets: [{ name: '192.0.2.77', events: 1 }] })),
    });
    const told = report.ports.flatMap(({ verdicts }) => verdicts).map((place) => report.audit?.findings[place]);
    expect(told.every((finding) => finding?.waiver === null)).toBe(true);
    expect(report.audit?.findings.some(({ waiver }) => waiver !== null)).toBe(true);
    expect(report.elsewhere).toBe(1);
  });

  it('takes what is no port of TCP or UDP for none', () => {
    const report = joined([], { traffic: logsOf(knocksOn('icmp', 0), knocksOn('99999999/tcp', 0)) });
    expect(report.ports).toEqual([]);
  });
});

describe('the order of findings', () => {
  const openProbe = knocksOn('22/tcp', 1, { severity: 'low', title: 'answered, listens' });
  const refusedScan = knocksOn('23/tcp', 0, { severity: 'medium', title: 'refused, nothing listens' });

  it('has an answered probe of a port that listens here above a refused scan', () => {
    const { traffic } = joined([aListener(22)], { traffic: logsOf(openProbe, refusedScan) });
    expect(traffic?.findings.map(({ title }) => title)).toEqual([refusedScan.title, openProbe.title]);
    expect(traffic?.findings.map(({ severity }) => severity)).toEqual(['medium', 'low']);
  });

  it('has the same finding above itself where its port listens here', () => {
    const [on22, on23] = [knocksOn('22/tcp', 0), knocksOn('23/tcp', 0)];
    for (const findings of [
      [on22, on23],
      [on23, on22],
    ]) {
      const { traffic } = joined([aListener(22)], { traffic: logsOf(...findings) });
      expect(traffic?.findings).toEqual([on23, on22]);
    }
  });

  it('does not take a listener that only this machine reaches for one that others can', () => {
    const report = joined([aListener(22, { exposure: 'loopback' })], { traffic: logsOf(knocksOn('22/tcp', 0)) });
    expect(rowOf(report, 22)?.knocks).toMatchObject([{ standing: 'nothing', urgency: 'info' }]);
  });

  it('takes nothing from a finding of which not all ports are known', () => {
    const counts = { ...openProbe.counts, gotThrough: 0, ports: 900 };
    const wide = knocksOn('23/tcp', 0, { severity: 'medium', counts });
    const report = joined([aListener(22)], { traffic: logsOf(refusedScan, wide) });
    expect(report.traffic?.findings.at(-1)).toBe(wide);
    expect(report.limits.join()).toContain('only some of the ports');
  });
});
