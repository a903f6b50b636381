/** Where a format comes from, for people who have a firewall and look for its log. */
export interface FormatGuide {
  readonly id: string;
  /** What writes it. */
  readonly from: string;
  /** The command or setting that makes it. */
  readonly get: string;
}

/** In the order of `FORMATS`: a test holds the two together. Commands and settings are those in common use; they were not run on each of the devices. */
export const FORMAT_GUIDE: readonly FormatGuide[] = [
  {
    id: 'netfilter',
    from: 'Linux, through syslog: iptables, nftables, ufw, firewalld, Shorewall, UniFi, Proxmox, OpenWrt.',
    get: 'iptables -A INPUT -j LOG --log-prefix "DROP " · nft add rule ... log prefix "DROP " · ufw logging on',
  },
  { id: 'journald-json', from: 'The same from the journal of systemd.', get: 'journalctl -k -o json' },
  { id: 'journald-export', from: 'The same from the journal of systemd.', get: 'journalctl -k -o export' },
  {
    id: 'routeros',
    from: 'MikroTik RouterOS, through syslog.',
    get: '/ip firewall filter set [find] log=yes · /system logging add topics=firewall action=remote',
  },
  {
    id: 'unifi-cef',
    from: 'UniFi gateways, in the Common Event Format.',
    get: 'the SIEM server in the settings of the gateway',
  },
  { id: 'pcap', from: 'tcpdump and most others that capture.', get: 'tcpdump -i any -s 256 -w FILE' },
  { id: 'pcapng', from: 'Wireshark and its dumpcap.', get: 'dumpcap -i any -s 256 -w FILE' },
  { id: 'pflog', from: 'pf of the BSDs, as pflogd writes it.', get: '/var/log/pflog · tcpdump -i pflog0 -w FILE' },
  {
    id: 'filterlog',
    from: 'pf of OPNsense and pfSense, through syslog.',
    get: '/var/log/filter.log, or the remote log server in the settings',
  },
  { id: 'pflog-text', from: 'pf of the BSDs, as tcpdump prints it.', get: 'tcpdump -n -e -tttt -r /var/log/pflog' },
  { id: 'tcpdump-text', from: 'What tcpdump prints.', get: 'tcpdump -n -tttt -i any' },
  {
    id: 'cisco-asa',
    from: 'Cisco ASA and FTD, through syslog.',
    get: 'logging enable · logging trap informational · logging host inside ADDRESS',
  },
  {
    id: 'palo-alto',
    from: 'PAN-OS, the traffic log through syslog in its default form.',
    get: 'a log forwarding profile with a syslog server, in the security rules',
  },
  {
    id: 'fortigate',
    from: 'FortiOS, the traffic log through syslog.',
    get: 'config log syslogd setting · set status enable · set server ADDRESS',
  },
  {
    id: 'juniper-srx',
    from: 'Junos, RT_FLOW in structured or plain syslog.',
    get: 'set security policies ... then log session-close · set security log format sd-syslog',
  },
  {
    id: 'windows-firewall',
    from: 'Windows, pfirewall.log.',
    get: 'netsh advfirewall set allprofiles logging droppedconnections enable',
  },
  { id: 'zeek-conn', from: 'Zeek, conn.log as TSV or JSON.', get: 'zeek -r FILE · zeek -i eth0' },
  {
    id: 'suricata-eve',
    from: 'Suricata, eve.json: flows, alerts, drops.',
    get: 'outputs: eve-log: types: [alert, flow] in suricata.yaml',
  },
  {
    id: 'vpc-flow',
    from: 'AWS VPC, as text; versions 2 to 5, in any order of fields that a heading names.',
    get: 'aws ec2 create-flow-logs --log-destination-type s3 ...',
  },
  {
    id: 'azure-flow',
    from: 'Azure, flow logs of network security groups and virtual networks.',
    get: 'az network watcher flow-log create ...',
  },
  {
    id: 'gcp-flow',
    from: 'Google Cloud, VPC flow and firewall rule logs as JSON.',
    get: 'gcloud compute networks subnets update NAME --enable-flow-logs · gcloud logging read --format json',
  },
  {
    id: 'netflow',
    from: 'Routers and probes: NetFlow v5 and v9, and IPFIX, as datagrams one after another or as a file of RFC 5655.',
    get: 'nc -lu 2055 > FILE, with the exporter set to this machine',
  },
  { id: 'nfdump-csv', from: 'nfdump, from the files of nfcapd.', get: 'nfdump -r FILE -o csv' },
  { id: 'nfdump-json', from: 'nfdump, from the files of nfcapd.', get: 'nfdump -r FILE -o json' },
  { id: 'binetflow', from: 'Argus, as comma-separated text with a heading.', get: 'ra -r FILE -c ,' },
  {
    id: 'conntrack',
    from: 'The connection table of Linux, its events or its present state.',
    get: 'conntrack -E -o timestamp · conntrack -L · cat /proc/net/nf_conntrack',
  },
];
