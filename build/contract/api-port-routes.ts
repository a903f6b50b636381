import { inQuery } from './api-parameters.ts';
import type { ApiRoute } from './api-route.ts';

const only = inQuery('only', 'Only those that listen; else all', { type: 'string', enum: ['listening'] });

/** What ports are, and what this machine does. */
export const PORT_ROUTES: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/api/v1/explain',
    id: 'explain',
    tag: 'Ports',
    summary: 'Explain ports',
    description: 'Registered for, used for, abused by, what to do; as portolan explain --json.',
    who: 'reader',
    parameters: [
      {
        ...inQuery('q', 'A port (443, 19/udp), a range (6000-6063), a service or the name of an old Trojan', {
          type: 'array',
          items: { type: 'string' },
          minItems: 1,
          maxItems: 20,
        }),
        isRequired: true,
      },
    ],
    answer: { status: 200, description: 'One answer a port, or run of ports', schema: 'explain-answer' },
    errors: { 400: 'Not a question, or more than 500 answers', 404: 'Nothing is called so' },
  },
  {
    method: 'get',
    path: '/api/v1/search',
    id: 'search',
    tag: 'Ports',
    summary: 'Search ports by words',
    who: 'reader',
    parameters: [
      { ...inQuery('q', 'Words: remote desktop'), isRequired: true },
      inQuery('limit', 'Most hits to give', { type: 'integer', minimum: 1, maximum: 1000, default: 10 }),
    ],
    answer: { status: 200, description: 'What fits, best first', schema: 'search-answer' },
    errors: { 400: 'No words, or a limit that is none' },
  },
  {
    method: 'get',
    path: '/api/v1/atlas',
    id: 'atlas',
    tag: 'Ports',
    summary: 'All 65,536 ports at once',
    who: 'reader',
    answer: { status: 200, description: 'Knowledge, risk, listeners and knocks by port', schema: 'atlas-answer' },
  },
  {
    method: 'get',
    path: '/api/v1/claims',
    id: 'claims',
    tag: 'Ports',
    summary: 'Claims of much-copied lists of ports, checked',
    who: 'reader',
    answer: { status: 200, description: 'The claims, in the order of the documents', schema: 'claims-answer' },
  },
  {
    method: 'get',
    path: '/api/v1/patterns',
    id: 'patterns',
    tag: 'Ports',
    summary: 'What attacks show in traffic',
    who: 'reader',
    answer: { status: 200, description: 'The patterns', schema: 'patterns-answer' },
  },
  {
    method: 'get',
    path: '/api/v1/glance',
    id: 'glance',
    tag: 'This machine',
    summary: 'What listens here, with findings',
    who: 'reader',
    answer: { status: 200, description: 'As portolan --json', schema: 'glance-answer' },
  },
  {
    method: 'get',
    path: '/api/v1/sockets',
    id: 'sockets',
    tag: 'This machine',
    summary: 'All sockets of this machine',
    who: 'reader',
    parameters: [only],
    answer: { status: 200, description: 'As portolan sockets --json; it comes in pieces', schema: 'sockets-answer' },
    errors: { 400: 'A choice that there is not' },
  },
  {
    method: 'get',
    path: '/api/v1/sockets/events',
    id: 'socketEvents',
    tag: 'This machine',
    summary: 'Sockets as they come and go',
    description: 'Server-sent events: what is there as snapshot, then each change. A comment every 15 s keeps it open.',
    who: 'reader',
    parameters: [only],
    answer: {
      status: 200,
      description: 'A stream without an end; the data of each event is JSON on one line',
      schema: null,
      media: 'text/event-stream',
      events: { snapshot: 'sockets-answer', change: 'socket-changes' },
    },
    errors: { 400: 'A choice that there is not', 503: 'Too many streams; Retry-After says when to come again' },
  },
];
