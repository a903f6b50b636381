import type { CommandSpec } from '../../command.ts';
import { LIVE_FLAGS } from '../../collect/live-flags.ts';
import { SNAPSHOTS_FLAG } from '../../collect/snapshots-flag.ts';
import { STORE_FLAG } from '../../store/store-flag.ts';

const LIVE_ONLY = ['again'];

export const ingest: CommandSpec = {
  name: 'ingest',
  summary: 'Store what logs, flows and captures say, each event once: files, or what comes, here or at a collector',
  argument: {
    name: 'FILE...',
    description:
      'logs or captures of any supported format, also packed; JSON of sockets, audit and traffic; saved snapshots; - is standard input',
  },
  flags: [
    { ...STORE_FLAG, excludes: ['to'] },
    {
      long: 'to',
      value: 'URL',
      description:
        'send to a collector, portolan serve, such as https://collector:7654, or to a NATS server in between, such as tls://gate@broker:4222, in place of a store here',
    },
    {
      long: 'token-file',
      value: 'FILE',
      description:
        'the token of this sensor, or its password at NATS, for --to; PORTOLAN_TOKEN in the environment does as well',
    },
    { long: 'ca', value: 'FILE', description: 'certificates as PEM that the collector is believed by, for --to' },
    { long: 'insecure-http', description: 'let --to send over http beyond this machine, token and events readable' },
    LIVE_FLAGS.format,
    { long: 'again', description: 'store files once more that were stored before', excludes: ['follow'] },
    { ...LIVE_FLAGS.follow, excludes: LIVE_ONLY },
    LIVE_FLAGS.from,
    { ...LIVE_FLAGS.journal, excludes: LIVE_ONLY },
    { ...LIVE_FLAGS.syslog, excludes: LIVE_ONLY },
    { ...LIVE_FLAGS.netflow, excludes: LIVE_ONLY },
    {
      long: 'capture',
      value: 'INTERFACE',
      description: 'take packets of an interface with tcpdump, and store them as connections',
      excludes: LIVE_ONLY,
    },
    { ...SNAPSHOTS_FLAG, excludes: LIVE_ONLY },
    {
      long: 'once',
      description: 'of what comes, read what is there, deliver it and end; without inputs, deliver what waits',
    },
    {
      long: 'spool',
      value: 'FOLDER',
      description: 'where batches wait until they are stored (default: beside the store)',
    },
    {
      long: 'spool-size',
      value: 'SIZE',
      description: 'how much may wait, such as 512M or 4G (default 1G); when it is full, what can wait waits',
    },
    { long: 'json', description: 'one JSON document at the end; of live reading, also its status once a minute' },
  ],
  notes:
    'Everything goes through a spool on the disk before it is stored: after a crash, kill -9 or a loss of power nothing is missing and nothing is stored twice. A file is known again by what it begins with and what stands where it was left, whatever its name, packed or not; one that has grown is gone on with. What a pipe gave is not known again. Events without a time are counted, and not stored. While the store or the collector is away, batches wait in the spool and are tried again; what is refused for good is put into its folder refused, with the reason. Live reading says once a minute how it goes, and ends in order with Ctrl+C or SIGTERM. While portolan serve has the store, it stores for this command.',
  examples: [
    'portolan ingest /var/log/kern.log*',
    'portolan ingest capture.pcap --store /srv/portolan',
    'portolan ingest --follow /var/log/ufw.log',
    'portolan ingest --journal --snapshots 60s',
    'portolan ingest audit.json',
    'portolan ingest --listen-syslog 0.0.0.0:5514 --listen-netflow 0.0.0.0:2055',
    'portolan ingest --capture eth0 --to https://collector:7654 --token-file /etc/portolan/token',
    'portolan ingest --once',
  ],
  load: async () => (await import('./run.ts')).run,
};
