/** Addresses of the API, as the page asks them and as "copy as API call" gives them. */
const V1 = '/api/v1';

const text = encodeURIComponent;
/** A port's key is read easier with its slash, which a query may have. */
const key = (question: string): string => text(question).replaceAll('%2F', '/');

export const API = {
  session: `${V1}/session`,
  explain: (questions: readonly string[]) => `${V1}/explain?${questions.map((one) => `q=${key(one)}`).join('&')}`,
  search: (words: string, limit: number) => `${V1}/search?q=${text(words)}&limit=${limit}`,
  glance: `${V1}/glance`,
  atlas: `${V1}/atlas`,
  sockets: (choice: 'all' | 'listening') => `${V1}/sockets${choice === 'all' ? '' : '?only=listening'}`,
  socketEvents: (choice: 'all' | 'listening') => `${V1}/sockets/events${choice === 'all' ? '' : '?only=listening'}`,
  claims: `${V1}/claims`,
  inputs: `${V1}/inputs`,
  analyses: `${V1}/analyses`,
  analysis: (id: string) => `${V1}/analyses/${text(id)}`,
  analysisPage: (id: string) => `${V1}/analyses/${text(id)}/report.html`,
  reportPage: (id: string) => `${V1}/report.html?analysis=${text(id)}`,
  reportPageOfLatest: `${V1}/report.html`,
  evidence: (id: string, finding: number) => `${V1}/analyses/${text(id)}/evidence/${finding}`,
  timeline: (id: string, query: string) => `${V1}/analyses/${text(id)}/timeline?${query}`,
  portActivity: (port: number, transport: string, bucket: '1d' | '1h') =>
    `${V1}/ask/timeline?port=${port}&transport=${transport}&since=30d&bucket=${bucket}`,
  auditLatest: `${V1}/audits/latest`,
  auditPage: `${V1}/audits/latest/report.html`,
  audits: `${V1}/audits`,
  auditRunning: `${V1}/audits/running`,
  auditCheck: `${V1}/audits/check`,
  auditCancel: `${V1}/audits/cancel`,
  analysisCancel: (id: string) => `${V1}/analyses/${text(id)}/cancel`,
  patterns: `${V1}/patterns`,
  suppressions: `${V1}/suppressions`,
  suppression: (id: string) => `${V1}/suppressions/${text(id)}`,
} as const;
