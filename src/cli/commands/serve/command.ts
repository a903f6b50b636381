import type { CommandSpec } from '../../command.ts';
import { LIVE_FLAGS } from '../../collect/live-flags.ts';
import { SNAPSHOTS_FLAG } from '../../collect/snapshots-flag.ts';
import { STORE_FLAG } from '../../store/store-flag.ts';

export const serve: CommandSpec = {
  name: 'serve',
  summary: 'Keep the store, take what sensors send, answer questions: over HTTP and a Unix socket',
  argument: {
    name: '[FILE...]',
    description: 'logs and captures for the page to read; --follow stores them as they grow',
  },
  flags: [
    STORE_FLAG,
    {
      long: 'listen',
      value: 'ADDRESS:PORT',
      description: 'where sensors and readers find it (default 127.0.0.1:7654); none: the Unix socket alone',
    },
    { long: 'tls-cert', value: 'FILE', description: 'the certificate and its chain, PEM' },
    { long: 'tls-key', value: 'FILE', description: 'the key of the certificate, PEM' },
    {
      long: 'behind-proxy',
      description: 'a proxy in front does TLS: listen without it, and let any name stand in Host',
      excludes: ['tls-cert', 'tls-key'],
    },
    { long: 'keep-days', value: 'DAYS', description: 'drop what is older, each hour (default: keep everything)' },
    { long: 'no-page', description: 'no page for browsers' },
    { long: 'policy', value: 'FILE', description: 'what the page audits, in place of this machine alone' },
    ...Object.values(LIVE_FLAGS),
    SNAPSHOTS_FLAG,
    {
      long: 'from-nats',
      value: 'URL',
      description: 'take the batches that sensors left at a NATS server, such as tls://collector@broker:4222',
    },
    {
      long: 'nats-password-file',
      value: 'FILE',
      description: 'its password; PORTOLAN_NATS_PASSWORD in the environment does as well',
    },
    { long: 'nats-ca', value: 'FILE', description: 'certificates as PEM that the NATS server is believed by' },
    { long: 'log', value: 'FORM', values: ['text', 'json'], description: 'form of the log on stderr (default text)' },
  ],
  notes: `On start it prints the address of the page, with a token of this run.

Over TCP everybody needs a token, also on loopback: portolan sensors add NAME makes one that writes, portolan readers add
NAME one that reads. Beyond loopback it listens with TLS only, or with --behind-proxy. In the store's folder lies
serve.sock, a Unix socket for its owner, who needs no token: ask, ingest and doctor use it while serve runs. Events that
come over it are those of this machine, sensor 0.

With --follow, --journal, --listen-syslog and --listen-netflow it stores what comes to this machine as portolan ingest does, so
that one process is enough. Batches wait in the folder spool-serve beside the store until they are stored, also over a
crash; what was dropped and what waits is in /metrics, and once a minute in the log.

With --from-nats it also takes what portolan ingest --to nats://... or tls://... left in the stream PORTOLAN of a NATS server
with JetStream, each batch once, under the number of the sensor of that name. The stream is made where there is none, for 1 GiB;
beyond that sensors keep their batches. docs/howto-collect.md has the rights that its users need.

GET /healthz says whether batches are taken; GET /metrics is for Prometheus, with a reader's token. SIGTERM ends it when
what is under way is stored, after 10 seconds at the latest, a second one at once; SIGHUP reads the certificate again.

Without --store it is $PORTOLAN_STORE, else store in systemd's $STATE_DIRECTORY, in /var/lib/portolan for root, or in
$XDG_STATE_HOME/portolan (~/.local/state/portolan). Sensors and readers are in sensors.json in the same folder.`,
  examples: [
    'portolan serve',
    'portolan serve --keep-days 90 --log json',
    'portolan serve --follow /var/log/ufw.log --listen-syslog 0.0.0.0:5514 --snapshots 60s',
    'portolan serve --from-nats tls://collector@broker:4222 --nats-password-file /etc/portolan/nats',
    'portolan serve --listen 192.0.2.1:7654 --tls-cert cert.pem --tls-key key.pem',
  ],
  load: async () => (await import('./run.ts')).run,
};
