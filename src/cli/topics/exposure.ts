import { EXPOSURE_WORDS, type Exposure } from '../../sockets/exposure.ts';
import type { Block } from './block.ts';

const MEANINGS: Readonly<Record<Exposure, string>> = {
  wildcard:
    'Bound to 0.0.0.0 or [::], so to every address the host has and will have: the public one too, if there is one.',
  public: 'Bound to one address that is routed on the Internet.',
  private:
    'Bound to an address of a private network: 10/8, 172.16/12, 192.168/16 (RFC 1918), fc00::/7 (RFC 4193), or 100.64/10, which a carrier or an overlay network uses (RFC 6598).',
  'link-local':
    'Bound to an address that no router forwards, 169.254/16 or fe80::/10, or to a group or broadcast address: whoever is on the same link.',
  contained:
    'Inside another network namespace, as containers have: reached from there, and from elsewhere only where this host forwards a port into it (--netns all).',
  loopback: 'Bound to 127/8 or ::1: only programs on this host, which includes all its users.',
  unknown: 'Bound to an address of a block that is reserved, so that nothing can be said of it.',
  peer: 'A connection: nobody but its other end reaches it.',
};

/** From the most to the least reachable. */
const ORDER = ['wildcard', 'public', 'private', 'link-local', 'contained', 'loopback', 'unknown', 'peer'] as const;

export const exposure: readonly Block[] = [
  'Exposure is how far a socket can be reached by the address it is bound to. From the most to the least:',
  {
    rows: ORDER.map((word) => {
      const shown = EXPOSURE_WORDS[word];
      return [shown === '-' ? '"-"' : shown, `${MEANINGS[word]} In JSON: ${word}.`] as const;
    }),
  },
  { heading: 'What it leaves out' },
  'Firewalls. Portolan does not read their rules: a filter on this host or on the way may refuse what the binding allows. The other way round it holds: what is bound to this host alone is reached from elsewhere only if some program or rule here passes it on (a proxy, an SSH tunnel, a container engine).',
  "Containers and namespaces. The kernel's tables are those of one network namespace. A container's own sockets are in its own, and are not listed from outside.",
  'IPv4 on an IPv6 socket. A socket bound to [::] most likely takes IPv4 as well; the tables in /proc do not say for certain, so Portolan writes *:80 and calls it an inference. With the optional package netlink it knows (portolan doctor).',
  { lines: ['portolan sockets -tuln', 'portolan sockets --risky'] },
];
