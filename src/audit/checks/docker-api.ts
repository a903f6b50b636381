import { defineCheck, exposed, inconclusive, notApplicable, type CheckContext } from '../check.ts';
import { askHttp, jsonOf, versionIn } from '../protocols/http-json.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

/** GET /version of the Docker Engine API; it changes nothing. */
export const dockerApi = defineCheck(
  {
    id: 'docker.api',
    title: 'The Docker API answers without a certificate',
    services: ['docker'],
    carriedBy: ['http'],
    ports: [2375],
    transport: 'tcp',
    severity: 'critical',
    impact: 'read-only',
    budget: { maxMs: 12_000, maxRounds: 1, maxBytesIn: 24_000, maxBytesOut: 200 },
    trusted: OUTSIDE,
    blind: [],
    isOptIn: false,
    why: 'Whoever reaches it starts a container that has the whole disk of the host: he is root there.',
    references: ['docker-protect'],
    fixes: {
      '*': {
        file: '/etc/docker/daemon.json, and "systemctl edit docker" where -H stands in ExecStart',
        change: 'take the tcp:// address out of "hosts"; from elsewhere use ssh://, or TLS with "tlsverify" on 2376',
        apply: 'systemctl restart docker',
      },
    },
  },
  async (context: CheckContext) => {
    const conversation = await context.connect();
    const answer = await askHttp(conversation, '/version');
    if (answer === null) {
      if (conversation.ending === null || (await conversation.readSome(16, 0)) !== null) {
        return notApplicable('Something else than HTTP answers.');
      }
      return inconclusive('It took a question over HTTP and gave no answer.');
    }
    const json = jsonOf(answer);
    const api = versionIn(json?.['ApiVersion']);
    if (answer.status !== 200 || api === null) return notApplicable('Something else than the Docker API answers.');
    const version = versionIn(json?.['Version']) ?? 'unknown';
    const summary = `The API of Docker ${version} answers without a certificate.`;
    return exposed('confirmed', summary, { facts: { version, api } });
  },
);
