/** The REST API over the SIM inventory: what the command line starts. */
export { type ApiToken, checkToken, isLoopback, SCOPES, type Scope } from './access.ts';
export { openApiDocument } from './open-api.ts';
export { OPERATIONS } from './operations/index.ts';
export type { RequestLine } from './request-context.ts';
export { type Api, type ApiOptions, openApi } from './server.ts';
