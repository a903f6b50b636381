import { canonicalAddress } from '../../../audit/address.ts';
import { resolveHost, UnknownHost } from '../../../audit/network/resolve.ts';
import { readTarget } from '../../../audit/targets.ts';
import type { Policy, PolicyHost } from '../../../audit/policy/policy.ts';
import { CliError, EXIT } from '../../exit-code.ts';

/** A host that is to be asked. */
export interface AuditedHost {
  /** The name in the policy, or the word on the command line. */
  readonly name: string;
  readonly addresses: readonly string[];
  /** What was agreed of it; null where nothing was. */
  readonly policy: PolicyHost | null;
}

/** This machine, by the name that results call it. */
export interface OwnHost {
  readonly name: string;
  readonly addresses: readonly string[];
}

/**
 * The hosts of the command line, or all of the policy where none is named there; empty where this machine is meant. A word may
 * be the name of a host of the policy, or this machine's own, which need not be in any directory of names. Throws CliError for what is no target or has no address.
 */
export async function hostsOf(words: readonly string[], policy: Policy | null, own: OwnHost): Promise<AuditedHost[]> {
  if (words.length === 0) return Promise.all((policy?.hosts ?? []).map(policyHost));
  const hosts: AuditedHost[] = [];
  for (const word of words) {
    const known = policy?.hosts.find(({ name }) => name === word);
    if (known !== undefined) hosts.push(await policyHost(known));
    else if (word === own.name) hosts.push({ ...own, policy: hostAt(own.addresses, policy) });
    else hosts.push(...(await hostsOfWord(word, policy)));
  }
  return hosts;
}

async function hostsOfWord(word: string, policy: Policy | null): Promise<AuditedHost[]> {
  const target = readTarget(word);
  if (target.kind === 'wrong') throw new CliError(EXIT.usage, target.reason);
  if (target.kind === 'name') {
    const addresses = await addressesOf(target.name);
    return [{ name: word, addresses, policy: hostAt(addresses, policy) }];
  }
  return target.addresses.map((address) => {
    const agreed = hostAt([address], policy);
    return { name: agreed?.name ?? address, addresses: [address], policy: agreed };
  });
}

async function policyHost(host: PolicyHost): Promise<AuditedHost> {
  const addresses = host.addresses.length > 0 ? host.addresses : await addressesOf(host.name);
  return { name: host.name, addresses, policy: host };
}

function hostAt(addresses: readonly string[], policy: Policy | null): PolicyHost | null {
  return policy?.hosts.find((host) => host.addresses.some((address) => addresses.includes(address))) ?? null;
}

async function addressesOf(name: string): Promise<string[]> {
  try {
    return [...new Set((await resolveHost(name)).map(canonicalAddress))];
  } catch (error) {
    if (error instanceof UnknownHost) throw new CliError(EXIT.couldNotLook, error.message);
    throw error;
  }
}
