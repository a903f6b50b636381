import { scopeOfIPv4, scopeOfIPv6, type AddressScope } from '../net/scope.ts';
import type { AddressClass } from '../knowledge/pattern.ts';
import type { AddressBook } from './address-book.ts';

/** A bit for each class of addresses; an address has several. */
export const ADDRESS_CLASS: Readonly<Record<AddressClass, number>> = {
  own: 1,
  foreign: 2,
  private: 4,
  public: 8,
  loopback: 16,
  unspecified: 32,
  multicast: 64,
  'limited-broadcast': 128,
  'subnet-broadcast': 256,
  'subnet-zero': 512,
};

/**
 * What the scope says of an address. Blocks that nobody may use (`reserved`, documentation) are `public` here: what comes
 * from them comes from outside.
 */
const CLASS_OF_SCOPE: Readonly<Record<AddressScope, number>> = {
  unspecified: ADDRESS_CLASS.unspecified,
  loopback: ADDRESS_CLASS.loopback,
  'link-local': ADDRESS_CLASS.private,
  private: ADDRESS_CLASS.private,
  shared: 0,
  multicast: ADDRESS_CLASS.multicast,
  broadcast: ADDRESS_CLASS['limited-broadcast'],
  reserved: ADDRESS_CLASS.public,
  public: ADDRESS_CLASS.public,
};

const NOT_UNICAST = ADDRESS_CLASS.multicast | ADDRESS_CLASS['limited-broadcast'] | ADDRESS_CLASS.unspecified;

/** First octets all of whose addresses have one scope: nearly all of them; the others are looked up. */
const ONE_SCOPE = new Set([10, 127]);
for (let octet = 1; octet < 224; octet++) if (![100, 169, 172, 192, 198, 203].includes(octet)) ONE_SCOPE.add(octet);

const CLASS_OF_OCTET = Uint16Array.from({ length: 256 }, (_, octet) =>
  ONE_SCOPE.has(octet) ? CLASS_OF_SCOPE[scopeOfIPv4(octet * 2 ** 24 + 1)] : 0xffff,
);

/** The classes that an address has by itself: all but `own` and `foreign`, which depend on who looks. */
export class AddressClasses {
  readonly #book: AddressBook;
  /** By place in the book; 0 is not looked up yet. Bit 15 keeps an address without a class apart from that. */
  #ofPlace = new Uint16Array(1024);

  constructor(book: AddressBook) {
    this.#book = book;
  }

  of(family: number, value: number): number {
    if (family === 4) return classOfIPv4(value);
    return family === 6 ? this.#ofIPv6(value) : 0;
  }

  #ofIPv6(place: number): number {
    if (place >= this.#ofPlace.length) {
      const larger = new Uint16Array(Math.max(2 * this.#ofPlace.length, place + 1));
      larger.set(this.#ofPlace);
      this.#ofPlace = larger;
    }
    const known = this.#ofPlace[place] ?? 0;
    if (known !== 0) return known & 0x7fff;
    const found = CLASS_OF_SCOPE[scopeOfIPv6(this.#book.words(place))];
    this.#ofPlace[place] = found | 0x8000;
    return found;
  }
}

/** Classes of the addresses that were looked up last, each in the place of its lower bits: hosts of ours come again and again. */
const RECENT = 1024;
const recentAddress = new Uint32Array(RECENT);
const recentClass = new Uint16Array(RECENT).fill(CLASS_OF_SCOPE[scopeOfIPv4(0)]);

function lookUpIPv4(value: number): number {
  const place = value % RECENT;
  if (recentAddress[place] !== value) {
    recentAddress[place] = value;
    recentClass[place] = CLASS_OF_SCOPE[scopeOfIPv4(value)];
  }
  return recentClass[place] ?? 0;
}

/**
 * Where no prefix length is known, an address that ends in .255 may stand for its network, and one in .0 too (4.2BSD).
 */
function classOfIPv4(value: number): number {
  const quick = CLASS_OF_OCTET[value >>> 24] ?? 0xffff;
  const found = quick === 0xffff ? lookUpIPv4(value) : quick;
  if ((found & NOT_UNICAST) !== 0) return found;
  const last = value & 255;
  if (last === 255) return found | ADDRESS_CLASS['subnet-broadcast'];
  return last === 0 ? found | ADDRESS_CLASS['subnet-zero'] : found;
}

/** Whether one host is meant: not a group of them, and not nobody. */
export function isUnicast(classes: number): boolean {
  return (classes & NOT_UNICAST) === 0;
}
