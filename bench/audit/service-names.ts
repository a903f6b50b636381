/** Names under which a service of the lab counts as named right: the lab's, ours, nmap's. */
const SAME: readonly (readonly string[])[] = [
  ['http', 'http-proxy'],
  ['giop', 'corba-iiop'],
  ['rdp', 'ms-wbt-server', 'iso-tsap'],
  ['imap', 'imaps'],
  ['pop3', 'pop3s'],
  ['wins-replication', 'wins'],
];

export function serviceNames(name: string): readonly string[] {
  return SAME.find((names) => names.includes(name)) ?? [name];
}
