import { networkInterfaces } from 'node:os';
import { parseIp, parsePrefix } from '../../net/prefix.ts';
import type { OwnAddresses } from '../vantage/vantage-of.ts';

/** An address of this machine as it has to be written to be reached: with its zone where it is link-local. */
export interface InterfaceAddress {
  readonly interface: string;
  readonly address: string;
  readonly family: 4 | 6;
  readonly isLoopback: boolean;
  readonly isLinkLocal: boolean;
}

export interface Interfaces extends OwnAddresses {
  readonly addresses: readonly InterfaceAddress[];
}

/** The addresses of this machine's interfaces at this moment, in the network namespace this runs in. */
export function readInterfaces(): Interfaces {
  const all = Object.entries(networkInterfaces()).flatMap(([name, infos = []]) =>
    infos.map((info) => ({ name, ...info })),
  );
  return {
    addresses: all.map(({ name, address, family, internal }): InterfaceAddress => {
      const isLinkLocal = family === 'IPv6' && /^fe[89ab]/i.test(address);
      return {
        interface: name,
        address: isLinkLocal ? `${address}%${name}` : address,
        family: family === 'IPv4' ? 4 : 6,
        isLoopback: internal,
        isLinkLocal,
      };
    }),
    own: all.flatMap(({ address }) => parseIp(address) ?? []),
    ownNetworks: all.flatMap(({ cidr }) => (cidr === null ? [] : (parsePrefix(cidr) ?? []))),
  };
}

/** All of them as texts, without the zones of link-local ones. */
export const readOwnAddresses = (): string[] =>
  readInterfaces().addresses.map(({ address }) => address.replace(/%.*$/, ''));
