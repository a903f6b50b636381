import type { LabFile } from './lab-server.ts';

/** The zone the name servers of the lab answer for. Its records tell a stranger more than he should know. */
export const ZONE = 'lab.example';

/** A name of another zone, which a server only answers for when it recurses; a helper on port 5399 holds it. */
export const RECURSED_NAME = 'www.recurse.test';

/** Seven records as a transfer counts them, the SOA twice. */
export const ZONE_FILE: LabFile = {
  path: '/srv/dns/zone.db',
  content: `$TTL 300
$ORIGIN ${ZONE}.
@ IN SOA ns hostmaster 1 3600 600 86400 300
@ IN NS ns
ns IN A {{address}}
www IN A 10.78.0.80
secret-admin IN A 10.78.0.81
@ IN MX 10 ns
`,
};

export const RECURSED_ZONE_FILE: LabFile = {
  path: '/srv/dns/recurse.db',
  content: `$TTL 300
$ORIGIN recurse.test.
@ IN SOA ns hostmaster 1 3600 600 86400 300
@ IN NS ns
ns IN A 127.0.0.1
www IN A 192.0.2.53
`,
};
