import { judgeAddress, type Refusal } from '../scope/judge-address.ts';
import type { Scope } from '../scope/scope.ts';

/** A packet that was not sent, because nobody gave leave to send it. */
export class ScopeRefusal extends Error {
  override readonly name = 'ScopeRefusal';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`nothing is sent to ${refusal.address}: ${refusal.reason}`);
    this.refusal = refusal;
  }
}

/**
 * The gate of the lens: everything in this folder that opens a socket asks it first, for each address, and nothing outside
 * this folder may import Node's network modules (test/unit/import-rules.test.ts).
 */
export class Guard {
  readonly #scope: Scope;
  readonly #now: () => Date;

  constructor(scope: Scope, now: () => Date) {
    this.#scope = scope;
    this.#now = now;
  }

  /** Null where the address may be sent to. */
  judge(address: string): Refusal | null {
    return judgeAddress(address, this.#scope, this.#now());
  }

  /** Throws ScopeRefusal where the address may not be sent to. Names are no addresses: they are refused. */
  permit(address: string): void {
    const refusal = this.judge(address);
    if (refusal !== null) throw new ScopeRefusal(refusal);
  }

  /**
   * The one broadcast there is: asking for DHCP servers, on the interface that the policy file names. Throws
   * ScopeRefusal for any other.
   */
  permitBroadcast(interfaceName: string): void {
    if (this.#scope.broadcastInterface === interfaceName) return;
    throw new ScopeRefusal({
      address: `255.255.255.255 on ${interfaceName}`,
      reason: 'all hosts of the network would get it, and the policy file does not name the interface for it',
      remedy: `dhcp: { interface: ${interfaceName}, servers: [] }`,
    });
  }
}
