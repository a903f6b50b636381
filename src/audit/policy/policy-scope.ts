import type { IpAddress, Prefix } from '../../net/prefix.ts';
import { ownScope, type Scope } from '../scope/scope.ts';
import type { Policy } from './policy.ts';

/** What may be sent to by a policy file; without one this machine only. `isConfirmed`: --yes-authorised. */
export function scopeOf(
  policy: Policy | null,
  own: readonly IpAddress[],
  ownNetworks: readonly Prefix[],
  isConfirmed: boolean,
): Scope {
  const scope = ownScope(own, ownNetworks);
  if (policy === null) return scope;
  const broadcast = policy.dhcp === null ? {} : { broadcastInterface: policy.dhcp.interface };
  return { ...scope, ...broadcast, allow: policy.allow, authorities: policy.authorities, isConfirmed };
}
