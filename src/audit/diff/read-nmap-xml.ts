import { parsePort } from '../../net/port.ts';
import { readXml, XmlFault, type XmlEvent } from '../xml/read-xml.ts';
import { joinPorts, ResultError, type Recorded, type RecordedHost, type RecordedPort } from './recorded.ts';

type Attributes = ReadonlyMap<string, string>;

const MAX_HOSTS = 100_000;
const MAX_PORTS = 1_000_000;

/**
 * Reads what nmap -oX wrote (nmap.dtd of nmap 7.93), also of a scan that was ended: hosts that are up, with their ports.
 * What else there is, is passed over. Throws ResultError.
 */
export function readNmapXml(text: string): Recorded {
  const reader = new NmapReader();
  try {
    for (const event of readXml(text)) reader.take(event);
  } catch (error) {
    if (error instanceof XmlFault) throw new ResultError(`not the XML of nmap: ${error.message}`);
    throw error;
  }
  return reader.finish();
}

class NmapReader {
  readonly #hosts: RecordedHost[] = [];
  #host: {
    addresses: string[];
    names: { name: string; isUsers: boolean }[];
    ports: RecordedPort[];
    isUp: boolean;
  } | null = null;
  #port: RecordedPort | null = null;
  #ports = 0;
  #isBegun = false;
  #isWhole = false;

  take(event: XmlEvent): void {
    if (!this.#isBegun) {
      if (event.name !== 'nmaprun') throw new ResultError(`the XML begins with <${event.name}>, nmap's with <nmaprun>`);
      this.#isBegun = true;
      return;
    }
    if (event.kind === 'open') this.#open(event.name, event.attributes);
    else this.#close(event.name);
  }

  finish(): Recorded {
    if (!this.#isBegun) throw new ResultError('it is no XML');
    const notes = this.#isWhole ? [] : ['the file ends early: what came after it is not known'];
    return { hosts: joinHosts(this.#hosts), findings: null, notes };
  }

  #open(name: string, attributes: Attributes): void {
    if (name === 'host') {
      this.#host = { addresses: [], names: [], ports: [], isUp: true };
      return;
    }
    const host = this.#host;
    if (host === null) return;
    const value = (key: string): string => attributes.get(key) ?? '';
    if (this.#port !== null) {
      this.#port = withPart(this.#port, name, attributes);
    } else if (name === 'status') host.isUp = value('state') !== 'down';
    else if (name === 'address' && value('addrtype') !== 'mac') host.addresses.push(value('addr'));
    else if (name === 'hostname') host.names.push({ name: value('name'), isUsers: value('type') === 'user' });
    else if (name === 'port') this.#port = portOf(attributes);
  }

  #close(name: string): void {
    if (name === 'nmaprun') this.#isWhole = true;
    const host = this.#host;
    if (host === null) return;
    if (name === 'port' && this.#port !== null) {
      host.ports.push(this.#port);
      this.#port = null;
      if (++this.#ports > MAX_PORTS) throw new ResultError(`more than ${MAX_PORTS} ports`);
    } else if (name === 'host') {
      this.#host = null;
      if (!host.isUp) return;
      // What the user typed, before what a name server says of the address.
      const [named] = [...host.names].sort((a, b) => Number(b.isUsers) - Number(a.isUsers));
      const shown = named?.name ?? host.addresses[0] ?? 'a host without address';
      this.#hosts.push({ name: shown, addresses: host.addresses, ports: joinPorts(host.ports) });
      if (this.#hosts.length > MAX_HOSTS) throw new ResultError(`more than ${MAX_HOSTS} hosts`);
    }
  }
}

/** The same name again is another address of the host: this is how we write one that has several. */
function joinHosts(hosts: readonly RecordedHost[]): RecordedHost[] {
  const joined = new Map<string, RecordedHost>();
  for (const host of hosts) {
    const other = joined.get(host.name);
    const addresses = [...(other?.addresses ?? []), ...host.addresses];
    joined.set(host.name, { ...host, addresses, ports: joinPorts([...(other?.ports ?? []), ...host.ports]) });
  }
  return [...joined.values()];
}

function portOf(attributes: Attributes): RecordedPort | null {
  const port = parsePort(attributes.get('portid') ?? '');
  const transport = attributes.get('protocol');
  if (port === null || (transport !== 'tcp' && transport !== 'udp')) return null; // sctp, and protocols of -sO
  return { port, transport, isOpen: false, service: null, product: null, verdicts: {} };
}

function withPart(port: RecordedPort, name: string, attributes: Attributes): RecordedPort {
  const value = (key: string): string | null => attributes.get(key) ?? null;
  // `open|filtered` is silence, which proves nothing.
  if (name === 'state') return { ...port, isOpen: value('state') === 'open' };
  // A name by `table` is that of the number: nothing was asked.
  if (name !== 'service' || value('method') !== 'probed') return port;
  const product = [value('product'), value('version')].filter((part) => part !== null).join(' ');
  const service = value('name');
  const isTls = value('tunnel') === 'ssl' && service !== null && !service.endsWith('s');
  return { ...port, service: isTls ? `${service}s` : service, product: product === '' ? null : product };
}
