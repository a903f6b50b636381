import { Ajv2020 } from 'ajv/dist/2020.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { API_ROUTES } from '../../../build/contract/api-routes.ts';
import { API_SCHEMAS } from '../../../build/contract/api-schema-list.ts';
import { openApiDocument } from '../../../build/contract/openapi.ts';
import { makePageParts } from '../page/page.fixture.ts';
import type { PageParts } from '../page/page-parts.ts';
import { makeApp, type TestApp } from './app.fixture.ts';

let folder = '';
let page: PageParts;
let made: TestApp;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-api-'));
  page = makePageParts(join(folder, 'suppressions.json'));
  made = makeApp({}, 2000, page);
});
afterEach(() => {
  made.end();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  Promise.resolve(made.app.request(path, { headers: { host: 'localhost:7654', ...headers } }));
const asPage = (path: string): Promise<Response> => get(path, { cookie: `portolan=${page.token.text}` });

/** What the document promises, by a validator that knows nothing of zod. */
const document = JSON.parse(JSON.stringify(openApiDocument('1.0.0'))) as {
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(document, 'api');
const faultsOf = (name: string, value: unknown): unknown[] => {
  ajv.validate({ $ref: `api#/components/schemas/${name}` }, value);
  return ajv.errors ?? [];
};

describe('the document of the API', () => {
  it('has the routes that the server has, and no others', () => {
    const served = made.app.routes
      .filter(({ method, path }) => method !== 'ALL' && path !== '/*' && path !== '/docs')
      // For `portolan store` of the owner, over the socket in the folder of the store: no part of what is promised to programs.
      .filter(({ path }) => !path.startsWith('/api/v1/store'))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect([...new Set(served)].toSorted()).toEqual(
      API_ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted(),
    );
  });

  it.each(API_ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'says who may ask: %s',
    async (_, { method, path, who }) => {
      const ask = (headers: Record<string, string>): Promise<Response> => {
        const address = path.replaceAll(/\{\w+\}/g, '1');
        return Promise.resolve(
          made.app.request(address, { method: method.toUpperCase(), headers: { host: 'localhost:7654', ...headers } }),
        );
      };
      const bearer = (kind: 'sensor' | 'reader'): Record<string, string> => ({
        authorization: `Bearer ${made.token(kind, kind)}`,
      });
      const isIn = async (headers: Record<string, string>): Promise<boolean> => {
        const { status, body } = await ask(headers);
        await body?.cancel();
        return status !== 401 && status !== 403;
      };
      if (path === '/api/v1/session') return;
      const may = [await isIn({}), await isIn(bearer('sensor')), await isIn(bearer('reader'))];
      const mayPage = await isIn({ cookie: `portolan=${page.token.text}` });
      expect([...may, mayPage]).toEqual([
        who === 'anybody',
        who === 'anybody' || who === 'sensor',
        who === 'anybody' || who === 'reader',
        who !== 'sensor',
      ]);
    },
  );

  it('is served to readers and the page, and not again to who has it', async () => {
    for (const path of ['/api', '/api/v1/openapi.json']) {
      expect((await get(path)).status).toBe(401);
      const answer = await asPage(path);
      expect(answer.headers.get('content-type')).toBe('application/json');
      expect(await answer.json()).toEqual({ openapi: '3.1.1' });
      const again = await get(path, { cookie: `portolan=${page.token.text}`, 'if-none-match': '"1"' });
      expect(again.status).toBe(304);
    }
  });
});

/** Of every route that is read: how to ask the fixture for an answer. */
const ASKED: Readonly<Record<string, string>> = {
  explain: '/api/v1/explain?q=443&q=redis',
  search: '/api/v1/search?q=remote+desk',
  analysis: '/api/v1/analyses/1',
  evidence: '/api/v1/analyses/1/evidence/0',
  analysisTimeline: '/api/v1/analyses/1/timeline',
  ask: '/api/v1/ask/top-ports?since=7d',
};

describe('an answer of the API', () => {
  const reading = API_ROUTES.filter(({ method, answer }) => method === 'get' && answer.schema !== null);

  it.each(reading.map((route) => [route.path, route] as const))(
    'is what the document says: %s',
    async (path, route) => {
      const name = route.answer.schema ?? 'error-answer';
      if (path.startsWith('/api/v1/analyses')) {
        page.analyses.begin(
          'kern.log',
          import.meta.filename,
          () => () => Promise.resolve(),
          () => undefined,
        );
      }
      const response = await asPage(ASKED[route.id] ?? path);
      const answer: unknown = await response.json();
      const isThere = response.status === 200;
      // Without a finding there is an error, which the document has too.
      expect(isThere || route.errors?.[response.status as 404] !== undefined).toBe(true);
      expect(isThere).toBe(route.id !== 'evidence');
      expect(faultsOf(isThere ? name : 'error-answer', answer)).toEqual([]);
      expect(API_SCHEMAS[isThere ? name : 'error-answer'].safeParse(answer).error).toBeUndefined();
    },
  );

  it('is an error in words where something is wrong', async () => {
    for (const path of ['/api/v1/explain', '/api/v1/analyses/9', '/api/v1/ask/nothing', '/api/v1/nothing'])
      expect(faultsOf('error-answer', await (await asPage(path)).json())).toEqual([]);
  });

  it('would be told from another one', () => {
    expect(faultsOf('error-answer', { message: 'x' })).not.toEqual([]);
  });
});
