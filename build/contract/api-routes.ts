import { PORT_ROUTES } from './api-port-routes.ts';
import type { ApiRoute } from './api-route.ts';
import { SERVER_ROUTES } from './api-server-routes.ts';
import { TRAFFIC_ROUTES } from './api-traffic-routes.ts';

/** Every route of the HTTP API. A test holds it against the routes of the server, and their answers against the schemas. */
export const API_ROUTES: readonly ApiRoute[] = [...PORT_ROUTES, ...TRAFFIC_ROUTES, ...SERVER_ROUTES];
