import { defineCheck, exposed, inconclusive, notApplicable, notExposed } from '../check.ts';
import { isOutcome } from '../protocols/greeting.ts';
import { hasStrictKeyExchange, isOpenToTerrapin, judgeOffer, REVISED } from '../protocols/ssh-algorithms.ts';
import { readIdentification, readOffer } from '../protocols/ssh.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

const MAX_NAMED = 4;

/**
 * Exposed is only what offers something broken. Both sides agree on the best that both have, so that an old algorithm is
 * used only by old clients, or where somebody between can make it so: what is merely weak is told as a fact.
 */
export const sshAlgorithms = defineCheck(
  {
    id: 'ssh.algorithms',
    title: 'SSH offers broken algorithms',
    services: ['ssh'],
    ports: [22, 2222],
    transport: 'tcp',
    severity: 'medium',
    impact: 'creates-log-entry',
    budget: { maxMs: 20_000, maxRounds: 1, maxBytesIn: 49_152, maxBytesOut: 64 },
    trusted: ANYWHERE,
    blind: [],
    // What follows the identification is one binary packet.
    maxLinesShown: 4,
    isOptIn: false,
    why: 'Who can attack the algorithm and sits between reads along, or passes for the server.',
    references: ['rfc4253', 'rfc9142', 'rfc8758', 'rfc8332'],
    fixes: {
      OpenSSH: {
        file: '/etc/ssh/sshd_config',
        change:
          'remove the lines KexAlgorithms, Ciphers, MACs and HostKeyAlgorithms that add old names: the defaults have none of the broken ones',
        apply: 'sshd -t && systemctl restart ssh',
      },
      Dropbear: {
        file: 'the version of Dropbear',
        change: 'a newer one: what it offers is chosen when it is built',
        apply: 'systemctl restart dropbear',
      },
      '*': {
        file: "the server's configuration",
        change:
          'curve25519-sha256, ssh-ed25519 or rsa-sha2-512, aes256-gcm or aes256-ctr, hmac-sha2-256 and nothing older',
        apply: 'restart the server',
      },
    },
  },
  async (context) => {
    const conversation = await context.connect();
    const server = await readIdentification(conversation);
    if (isOutcome(server)) return server;
    const { protocol, software, product } = server;
    const named = product === null ? {} : { product };
    if (protocol !== '2.0' && protocol !== '1.99')
      return notApplicable(`It speaks protocol ${protocol}, which names no algorithms.`, named);
    // OpenSSH sends its offer only when it knows who asks.
    await conversation.sendLine('SSH-2.0-Portolan');
    const offer = await readOffer(conversation);
    if (offer === null) return inconclusive('It did not say which algorithms it has.', named);
    const remarks = judgeOffer(offer);
    const names = (standing: string): readonly string[] =>
      remarks.filter(({ rule }) => rule.standing === standing).map(({ name }) => name);
    const broken = names('broken');
    const weak = names('weak');
    const terrapin = isOpenToTerrapin(offer);
    const facts = {
      software,
      broken,
      weak,
      strictKeyExchange: hasStrictKeyExchange(offer),
      terrapin,
      tableOf: REVISED,
    };
    const also = [
      ...(weak.length > 0 ? [`Weak, though not broken: ${shorten(weak)}.`] : []),
      ...(terrapin
        ? ['It lacks strict key exchange (CVE-2023-48795): who sits between may drop its first packets.']
        : []),
    ].join(' ');
    const [worst] = remarks;
    if (worst !== undefined && broken.length > 0) {
      const { reason, source } = worst.rule;
      return exposed(
        'confirmed',
        `It offers ${shorten(broken)}. ${worst.name}: ${reason} (${source}). ${also}`.trim(),
        { ...named, facts },
      );
    }
    return notExposed('confirmed', `It offers nothing broken. ${also}`.trim(), { ...named, facts });
  },
);

function shorten(names: readonly string[]): string {
  const rest = names.length - MAX_NAMED;
  return rest > 0 ? `${names.slice(0, MAX_NAMED).join(', ')} and ${rest} more` : names.join(', ');
}
