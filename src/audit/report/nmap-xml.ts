import type { AuditResult, HostResult, PortResult } from '../result.ts';
import { element, xmlDocument, type Xml } from '../xml/write-xml.ts';
import type { ReportFrame } from './frame.ts';

const PORTS_LISTED = 1000;

/**
 * The result in nmap's XML, for programs that read it, ndiff among them: one host for each address. Checks are scripts,
 * their output is the verdict and its sentence. (nmap.dtd of nmap 7.93; ndiff reads names and states.)
 */
export function renderNmapXml({ hosts }: AuditResult, { generatedAt, version }: ReportFrame): string {
  const time = Math.floor(Date.parse(generatedAt) / 1000);
  const times = { time, timestr: generatedAt };
  const all = hosts.flatMap((host) => host.addresses.map(({ address }) => hostElement(host, address, time)));
  const up = all.length;
  return xmlDocument(
    element(
      'nmaprun',
      {
        scanner: 'portolan',
        args: 'portolan audit',
        start: time,
        startstr: generatedAt,
        version,
        xmloutputversion: '1.05',
      },
      [
        ...(['tcp', 'udp'] as const).flatMap((transport) => scanInfo(hosts, transport)),
        ...all,
        element('runstats', {}, [
          element('finished', { ...times, elapsed: '0', exit: 'success' }),
          element('hosts', { up, down: 0, total: up }),
        ]),
      ],
    ),
  );
}

function scanInfo(hosts: readonly HostResult[], transport: 'tcp' | 'udp'): Xml[] {
  const ports = new Set<number>();
  for (const host of hosts) for (const port of host.ports) if (port.transport === transport) ports.add(port.port);
  if (ports.size === 0) return [];
  const services = [...ports]
    .sort((a, b) => a - b)
    .slice(0, PORTS_LISTED)
    .join(',');
  const type = transport === 'tcp' ? 'connect' : 'udp';
  return [element('scaninfo', { type, protocol: transport, numservices: ports.size, services })];
}

function hostElement(host: HostResult, address: string, time: number): Xml {
  const ports = host.ports.filter((port) => port.address === address);
  const bare = address.split('%')[0] ?? address;
  return element('host', { starttime: time, endtime: time }, [
    element('status', { state: 'up', reason: 'user-set', reason_ttl: 0 }),
    element('address', { addr: bare, addrtype: bare.includes(':') ? 'ipv6' : 'ipv4' }),
    element('hostnames', {}, host.name === address ? [] : [element('hostname', { name: host.name, type: 'user' })]),
    element('ports', {}, ports.map(portElement)),
  ]);
}

function portElement(port: PortResult): Xml {
  const [state, reason] = stateOf(port);
  const scripts = port.checks
    .filter(({ verdict }) => verdict !== 'not-applicable')
    .map(({ check, verdict, summary }) => element('script', { id: check, output: `${verdict}: ${summary}` }));
  return element('port', { protocol: port.transport, portid: port.port }, [
    element('state', { state, reason, reason_ttl: 0 }),
    ...serviceElement(port),
    ...scripts,
  ]);
}

/** nmap's words (its output, chapter "Port scanning basics"). */
function stateOf({ state, transport }: PortResult): [state: string, reason: string] {
  const isTcp = transport === 'tcp';
  switch (state) {
    case 'open':
      return ['open', isTcp ? 'syn-ack' : 'udp-response'];
    case 'closed':
      return ['closed', isTcp ? 'conn-refused' : 'port-unreach'];
    case 'filtered':
      return ['filtered', 'admin-prohibited'];
    case 'no-answer':
      return [isTcp ? 'filtered' : 'open|filtered', 'no-response'];
  }
}

function serviceElement({ service, name }: PortResult): Xml[] {
  if (service === null) return name === null ? [] : [element('service', { name, method: 'table', conf: 3 })];
  const { product, version, isTls, confidence } = service;
  const conf = confidence === 'certain' ? 10 : 5;
  const tunnel = isTls ? 'ssl' : null;
  return [element('service', { name: service.name, product, version, tunnel, method: 'probed', conf })];
}
