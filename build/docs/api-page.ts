import { API_ROUTES } from '../contract/api-routes.ts';
import { cell, code } from './markdown.ts';
import type { ApiAnswer, ApiRoute, Who } from '../contract/api-route.ts';
import { refusalTextsOf } from '../contract/openapi.ts';

const WHO: Readonly<Record<Who, string>> = {
  anybody: 'Anybody who reaches the port.',
  sensor: 'Sensors.',
  reader: 'Readers, and the page.',
  page: 'The page.',
};

/** Of the answers that stand for themselves, these are what a command writes with --json. */
const COMMAND_ANSWER = /^(explain|search|glance|sockets|claims|patterns|audit)-answer$/;

/** docs/reference/api.md, from the table of routes. */
export function apiPage(): string {
  const tags = [...new Set(API_ROUTES.map(({ tag }) => tag))];
  return [
    '# HTTP API',
    '',
    '`portolan serve` answers these. The same for programs, with the schema of every answer, is an OpenAPI 3.1 document:',
    '`GET /api`, and `dist/openapi.json` in the package. Within `/api/v1` fields are added, and never removed or changed.',
    'This page is written from `build/contract/` by `build/docs/`; a test holds it up to date.',
    '',
    'Sensors and readers send `Authorization: Bearer TOKEN`; `portolan sensors add NAME` and `portolan readers add NAME` make',
    'tokens. The page has a cookie. Over the Unix socket beside the store the owner of the socket may ask everything that is',
    'there, without a token. What only the page may ask is there where serve shows a page.',
    '',
    'What goes wrong is told as `{"error": "what, and what to do"}`, with a status that says how. Where `Retry-After` stands,',
    'the same request can work later. Every request may be answered with 403 (a page of another origin asks, or the token is',
    'for something else) and 500 (a fault of portolan), and those that need a token with 401.',
    '',
    ...tags.flatMap((tag) => [`## ${tag}`, '', ...API_ROUTES.filter((route) => route.tag === tag).flatMap(describe)]),
  ].join('\n');
}

function describe(route: ApiRoute): string[] {
  const { method, path, summary, description, who, parameters = [], body, answer } = route;
  const refusals = Object.entries(refusalTextsOf(route)).filter(([status]) => !['401', '403', '500'].includes(status));
  return [
    `### ${method.toUpperCase()} ${path}`,
    '',
    `${summary}. ${description ?? ''}`.trim(),
    '',
    `For: ${WHO[who]}`,
    '',
    ...(parameters.length === 0
      ? []
      : [
          '| name | in | means |',
          '|---|---|---|',
          ...parameters.map(
            ({ name, in: place, isRequired, description: text }) =>
              `| \`${name}\`${isRequired ? ' (required)' : ''} | ${place} | ${cell(text)} |`,
          ),
          '',
        ]),
    ...(body === undefined
      ? []
      : [`Body: ${body.description} (${Object.keys(body.content).map(code).join(' or ')}).`, '']),
    '| status | means |',
    '|---|---|',
    `| ${answer.status} | ${cell(answer.description)}${kindOf(answer)} |`,
    ...refusals.map(([status, text]) => `| ${status} | ${cell(text)} |`),
    '',
  ];
}

function kindOf({ schema, media, events }: ApiAnswer): string {
  if (events !== undefined) return ` (${Object.keys(events).map(code).join(', ')})`;
  if (schema === null) return media === undefined ? '' : ` (${code(media)})`;
  const command = COMMAND_ANSWER.exec(schema)?.[1];
  return command === undefined ? ` (${code(schema)})` : ` (${code(schema)}: portolan schema ${command})`;
}
