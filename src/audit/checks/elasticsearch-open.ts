import { defineCheck, exposed, inconclusive, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { askHttp, jsonOf, versionIn } from '../protocols/http-json.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

/** GET / tells the name of the cluster and the version to whom the server lets in. */
export const elasticsearchOpen = defineCheck(
  {
    id: 'elasticsearch.open',
    title: 'Elasticsearch or OpenSearch answers without a password',
    services: ['elasticsearch', 'opensearch'],
    carriedBy: ['http'],
    ports: [9200],
    transport: 'tcp',
    severity: 'critical',
    impact: 'read-only',
    budget: { maxMs: 12_000, maxRounds: 1, maxBytesIn: 24_000, maxBytesOut: 200 },
    trusted: OUTSIDE,
    blind: [],
    isOptIn: false,
    why: 'Whoever reaches it reads, changes and deletes every index.',
    references: ['elastic-doc'],
    fixes: {
      '*': {
        file: '/etc/elasticsearch/elasticsearch.yml',
        change: 'xpack.security.enabled: true, and network.host with an inner address',
        apply: 'systemctl restart elasticsearch',
      },
    },
  },
  async (context: CheckContext) => {
    const conversation = await context.connect({ tls: context.service?.isTls ?? false });
    const answer = await askHttp(conversation, '/');
    if (answer === null) {
      if (conversation.ending === null || (await conversation.readSome(16, 0)) !== null) {
        return notApplicable('Something else than HTTP answers.');
      }
      return inconclusive('It took a question over HTTP and gave no answer.');
    }
    const json = jsonOf(answer);
    const version = json?.['version'];
    const number =
      typeof version === 'object' && version !== null && 'number' in version ? versionIn(version.number) : null;
    if (answer.status === 200 && json !== null && 'cluster_name' in json && number !== null) {
      const summary = `Version ${number} answers without a password.`;
      return exposed('confirmed', summary, { facts: { version: number } });
    }
    const wants = answer.headers.get('www-authenticate') ?? '';
    const isIts = json !== null && 'error' in json && 'status' in json;
    if (answer.status === 401 && (isIts || /opensearch|security/i.test(wants))) {
      return notExposed('confirmed', 'It wants a password (401).');
    }
    return notApplicable('Something else than Elasticsearch answers.');
  },
);
