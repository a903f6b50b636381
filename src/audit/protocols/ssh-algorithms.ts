import type { SshOffer } from './ssh.ts';

/**
 * `broken`: there is a practical attack, or everybody has withdrawn it. `weak`: it should go, and nobody is known to gain
 * from it alone.
 */
export type Standing = 'broken' | 'weak';

export interface AlgorithmRule {
  readonly kind: Exclude<keyof SshOffer, 'compression'>;
  readonly pattern: RegExp;
  readonly standing: Standing;
  readonly reason: string;
  /** RFC or publication with its year. */
  readonly source: string;
}

/** The day on which the table was last gone through. */
export const REVISED = '2026-11-22';

/** The first rule that fits counts. What no rule names is taken for sound. */
export const ALGORITHM_RULES: readonly AlgorithmRule[] = [
  {
    kind: 'keyExchange',
    pattern: /^(?:gss-group1-sha1-.+|diffie-hellman-group1-sha1)$/,
    standing: 'broken',
    reason: 'its group of 1,024 bits is the same everywhere and within reach of large attackers; SHA-1',
    source: 'RFC 9142 section 3.2 (SHOULD NOT); Logjam, 2015',
  },
  {
    kind: 'keyExchange',
    pattern: /^rsa1024-sha1$/,
    standing: 'broken',
    reason: 'RSA of 1,024 bits and SHA-1',
    source: 'RFC 9142 section 3 (MUST NOT)',
  },
  {
    kind: 'keyExchange',
    pattern: /-sha1(?:-.+)?$/,
    standing: 'weak',
    reason: 'SHA-1',
    source: 'RFC 9142 section 1.1',
  },
  {
    kind: 'hostKey',
    pattern: /^ssh-dss(?:-cert-v\d\d@openssh\.com)?$/,
    standing: 'broken',
    reason: 'keys of 1,024 bits and SHA-1',
    source: 'FIPS 186-5 (withdrawn 2023); off in OpenSSH since 7.0, 2015',
  },
  {
    kind: 'hostKey',
    pattern: /^ssh-rsa(?:-cert-v\d\d@openssh\.com)?$/,
    standing: 'weak',
    reason: 'signs with SHA-1, whose collisions can be bought; the same key serves for rsa-sha2-512',
    source: 'RFC 8332; off in OpenSSH since 8.8, 2021',
  },
  {
    kind: 'cipher',
    pattern: /^none$/,
    standing: 'broken',
    reason: 'nothing is encrypted',
    source: 'RFC 4253 section 6.3',
  },
  {
    kind: 'cipher',
    pattern: /^arcfour(?:128|256)?$/,
    standing: 'broken',
    reason: 'RC4 shows its plain text by bias',
    source: 'RFC 8758 (MUST NOT), 2020',
  },
  {
    kind: 'cipher',
    pattern: /^des-cbc(?:@ssh\.com)?$/,
    standing: 'broken',
    reason: 'keys of 56 bits are tried out in a day',
    source: 'FIPS 46-3 (withdrawn 2005)',
  },
  {
    kind: 'cipher',
    pattern: /^(?:3des|blowfish|cast128|idea)-(?:cbc|ctr)$/,
    standing: 'weak',
    reason: 'blocks of 64 bits repeat after some gigabytes',
    source: 'Sweet32, CVE-2016-2183',
  },
  {
    kind: 'cipher',
    pattern: /-cbc(?:@.+)?$/,
    standing: 'weak',
    reason: 'CBC in SSH lets an attacker between learn some bits of plain text',
    source: 'CVE-2008-5161',
  },
  {
    kind: 'mac',
    pattern: /^none$/,
    standing: 'broken',
    reason: 'nothing notices changes on the way',
    source: 'RFC 4253 section 6.4',
  },
  {
    kind: 'mac',
    pattern: /^hmac-md5(?:-96)?(?:-etm@openssh\.com)?$/,
    standing: 'weak',
    reason: 'MD5',
    source: 'RFC 6151; off in OpenSSH since 7.2, 2016',
  },
  {
    kind: 'mac',
    pattern: /^hmac-(?:sha1-96|ripemd160)(?:@openssh\.com)?(?:-etm@openssh\.com)?$/,
    standing: 'weak',
    reason: 'cut to 96 bits, or long out of use',
    source: 'off in OpenSSH since 7.2 and 7.6',
  },
];

/** One algorithm of an offer that a rule names. */
export interface Remark {
  readonly name: string;
  readonly rule: AlgorithmRule;
}

/** What is to be said of an offer, the broken ones first. */
export function judgeOffer(offer: SshOffer): readonly Remark[] {
  const remarks: Remark[] = [];
  for (const kind of ['keyExchange', 'hostKey', 'cipher', 'mac'] as const) {
    for (const name of offer[kind]) {
      const rule = ALGORITHM_RULES.find((one) => one.kind === kind && one.pattern.test(name));
      if (rule !== undefined) remarks.push({ name, rule });
    }
  }
  return remarks.sort((a, b) => Number(b.rule.standing === 'broken') - Number(a.rule.standing === 'broken'));
}

/** OpenSSH's PROTOCOL section 1.10: the server counts packets strictly, so that none can be dropped at the beginning. */
export function hasStrictKeyExchange({ keyExchange }: SshOffer): boolean {
  return keyExchange.includes('kex-strict-s-v00@openssh.com');
}

/** CVE-2023-48795 (Terrapin) needs one of these, and a server that does not count strictly. */
export function isOpenToTerrapin(offer: SshOffer): boolean {
  if (hasStrictKeyExchange(offer)) return false;
  const hasChaCha = offer.cipher.includes('chacha20-poly1305@openssh.com');
  const hasCbc = offer.cipher.some((name) => name.endsWith('-cbc'));
  return hasChaCha || (hasCbc && offer.mac.some((name) => name.endsWith('-etm@openssh.com')));
}
