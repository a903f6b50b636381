import { API_ROUTES } from './api-routes.ts';
import type { ApiAnswer, ApiParameter, ApiRoute, Who } from './api-route.ts';
import { API_SCHEMAS } from './api-schema-list.ts';
import { toJsonSchema } from './json-schema.ts';

type Json = Readonly<Record<string, unknown>>;

const ABOUT =
  'What portolan serve answers over HTTP. Answers are those of the command line with --json, by the same schemas: within a ' +
  'major version fields are added, and never removed or changed. The routes of the page are there where serve shows one. ' +
  'Whoever asks over the Unix socket beside the store is its owner, and needs no token.';

const SECURITY_SCHEMES = {
  sensor: { type: 'http', scheme: 'bearer', description: 'A token that portolan sensors add NAME made' },
  reader: { type: 'http', scheme: 'bearer', description: 'A token that portolan readers add NAME made' },
  page: { type: 'apiKey', in: 'cookie', name: 'portolan', description: 'What POST /api/v1/session gives' },
  pageToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'What follows #token= in the address that portolan serve prints',
  },
};

const SECURITY: Readonly<Record<Who, readonly Json[]>> = {
  anybody: [],
  sensor: [{ sensor: [] }],
  reader: [{ reader: [] }, { page: [] }, { pageToken: [] }],
  page: [{ page: [] }, { pageToken: [] }],
};

/** The OpenAPI 3.1 document of a version of this program. */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of API_ROUTES) (paths[route.path] ??= {})[route.method] = operation(route);
  return {
    openapi: '3.1.1',
    info: { title: 'Portolan', version, description: ABOUT, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: [...new Set(API_ROUTES.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: schemasOf(), securitySchemes: SECURITY_SCHEMES },
  };
}

function operation(route: ApiRoute): Json {
  const { id, tag, summary, description, who, parameters = [], body, answer } = route;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: SECURITY[who],
    ...(parameters.length > 0 && { parameters: parameters.map(parameterOf) }),
    ...(body !== undefined && {
      requestBody: { description: body.description, required: true, content: contentOf(body.content) },
    }),
    responses: { [answer.status]: responseOf(answer), ...refusalsOf(route) },
  };
}

function parameterOf({ name, in: place, description, schema, isRequired }: ApiParameter): Json {
  return { name, in: place, description, required: isRequired, schema };
}

/** Bytes have no schema: it would say nothing. */
function contentOf(content: Readonly<Record<string, object | null>>): Json {
  return Object.fromEntries(
    Object.entries(content).map(([media, schema]) => [media, schema === null ? {} : { schema }] as const),
  );
}

function responseOf({ description, schema, media, events = {} }: ApiAnswer): Json {
  if (schema !== null) return { description, content: { 'application/json': { schema: refTo(schema) } } };
  if (media === undefined) return { description };
  const data = Object.entries(events).map(([name, ofData]) => [name, refTo(ofData)] as const);
  const type = media === 'application/json' ? 'object' : 'string';
  return {
    description,
    content: { [media]: { schema: { type }, ...(data.length > 0 && { 'x-events': Object.fromEntries(data) }) } },
  };
}

/** What everybody may meet, and what the route says itself. */
export function refusalTextsOf({ who, errors = {} }: ApiRoute): Readonly<Record<string, string>> {
  const usual = { 403: 'The request comes from a page of another origin, or this token is for something else' };
  const token =
    who === 'anybody'
      ? {}
      : {
          401: 'No token, or one that is not known',
          429: 'Too many wrong tokens were tried; Retry-After says when to try again',
        };
  return { ...token, ...usual, ...errors, 500: 'A fault of portolan; its log says more' };
}

function refusalsOf(route: ApiRoute): Json {
  const refusals = Object.entries(refusalTextsOf(route)).map(([status, description]) => {
    const isOwn = route.errors !== undefined && status in route.errors;
    const schema = refTo(isOwn ? (route.errorSchema ?? 'error-answer') : 'error-answer');
    return [status, { description, content: { 'application/json': { schema } } }] as const;
  });
  return Object.fromEntries(refusals);
}

const refTo = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** All schemas, with what they share beside them. Throws where one name means two things. */
function schemasOf(): Json {
  const found = new Map<string, string>();
  const put = (name: string, schema: Json): void => {
    // The parts of a document lie in one place here, and not in each of its schemas.
    const text = JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/');
    const before = found.get(name);
    if (before !== undefined && before !== text) throw new Error(`two schemas are called ${name}`);
    found.set(name, text);
  };
  for (const [name, schema] of Object.entries(API_SCHEMAS)) {
    const contract = { title: name, description: '', schema, of: 'answer' } as const;
    const { $defs = {}, ...rest } = toJsonSchema(name, contract);
    const { $schema: _dialect, $id: _id, title: _title, description, ...own } = rest as Json;
    put(name, { ...own, ...(description !== '' && { description }) });
    for (const [id, part] of Object.entries($defs)) put(id, part as Json);
  }
  return Object.fromEntries(
    [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => [name, JSON.parse(text) as unknown]),
  );
}
