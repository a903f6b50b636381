import { defineCheck, exposed, inconclusive, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { askHttp, jsonOf, versionIn } from '../protocols/http-json.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

/** All keys from the first (a zero byte) on, of which only the number is told. */
const COUNT_KEYS = JSON.stringify({ key: 'AA==', range_end: 'AA==', count_only: true });

/** etcd's gateway from JSON to gRPC: `version` is told to everybody, keys only to whom the server lets in. */
export const etcdOpen = defineCheck(
  {
    id: 'etcd.open',
    title: 'etcd answers without a password',
    services: ['etcd', 'etcd-client'],
    carriedBy: ['http'],
    ports: [2379],
    transport: 'tcp',
    severity: 'critical',
    impact: 'read-only',
    budget: { maxMs: 15_000, maxRounds: 2, maxBytesIn: 24_000, maxBytesOut: 500 },
    trusted: OUTSIDE,
    blind: [],
    isOptIn: false,
    why: 'It keeps the state of clusters, of Kubernetes with all its secrets: whoever reads and writes it owns the cluster.',
    references: ['etcd-doc'],
    fixes: {
      '*': {
        file: '/etc/default/etcd',
        change:
          'ETCD_LISTEN_CLIENT_URLS with https:// and an inner address, ETCD_CLIENT_CERT_AUTH=true with ETCD_TRUSTED_CA_FILE',
        apply: 'systemctl restart etcd',
      },
    },
  },
  async (context: CheckContext) => {
    const tls = context.service?.isTls ?? false;
    const conversation = await context.connect({ tls });
    const first = await askHttp(conversation, '/version');
    if (first === null) {
      if (conversation.ending === null || (await conversation.readSome(16, 0)) !== null) {
        return notApplicable('Something else than HTTP answers.');
      }
      return inconclusive('It took a question over HTTP and gave no answer.');
    }
    const version = versionIn(jsonOf(first)?.['etcdserver']);
    if (version === null) return notApplicable('Something else than etcd answers.');
    const second = await askHttp(await context.connect({ tls }), '/v3/kv/range', COUNT_KEYS);
    const json = second === null ? null : jsonOf(second);
    if (second?.status === 200 && json !== null && 'header' in json) {
      const count = typeof json['count'] === 'string' && /^\d{1,15}$/.test(json['count']) ? Number(json['count']) : 0;
      const summary = `etcd ${version} told without a password how many keys it has: ${count}.`;
      return exposed('confirmed', summary, { facts: { version, keys: count } });
    }
    if (json !== null && /user name is empty|permission denied|unauthenticated/i.test(JSON.stringify(json))) {
      return notExposed('confirmed', `etcd ${version} wants a password for its keys.`, { facts: { version } });
    }
    return inconclusive(`etcd ${version} answers, and said neither yes nor no to a question for its keys.`, {
      facts: { version },
    });
  },
);
