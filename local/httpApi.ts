import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import type { FunctionHost } from './functionHost.ts';
import { LocalStackError } from './localStackError.ts';
import { accountId } from './physicalNames.ts';
import type { Wired, Wiring } from './wiring.ts';

type Route = {
  readonly routeKey: string;
  readonly method: string;
  readonly path: readonly string[];
  readonly host: FunctionHost;
};
type Matched = { readonly route: Route; readonly pathParameters: Readonly<Record<string, string>> };

const resultSchema = z.object({
  statusCode: z.number().int(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** Answers an API Gateway HTTP API's routes with their functions, payload format 2.0. The routes come later: their functions need this server's address. */
export function httpApiServer(
  apiId: string,
  routes: () => readonly Route[],
  now: () => Date,
  onError: (error: unknown) => void,
): Server {
  return createServer((request, response) => {
    answer(apiId, routes(), request, response, now()).catch((error: unknown) => {
      onError(error);
      send(response, 500, { 'content-type': 'application/json' }, '{"message":"Internal Server Error"}');
    });
  });
}

/** The routes of one API of the template. */
export function routesOf(
  api: Wired<'AWS::ApiGatewayV2::Api'>,
  wiring: Wiring,
  hosts: ReadonlyMap<string, FunctionHost>,
): readonly Route[] {
  if (!wiring.stages.some((stage) => stage.properties.ApiId === api.logicalId)) {
    throw new LocalStackError(`${api.logicalId}: the template gives this HTTP API no stage, so it would not answer`);
  }
  return wiring.routes
    .filter((route) => route.properties.ApiId === api.logicalId)
    .map(({ logicalId, properties: { RouteKey, Target } }) => {
      const integration = wiring.integrations.find((candidate) => `integrations/${candidate.logicalId}` === Target);
      const host = integration && hosts.get(functionName(integration.properties.IntegrationUri));
      if (host === undefined)
        throw new LocalStackError(`${logicalId}: ${Target} leads to no function of this template`);
      const [method, path] = RouteKey.split(' ');
      if (method === undefined || path === undefined)
        throw new LocalStackError(`${logicalId}: the local stack does not know the route ${RouteKey}`);
      return { routeKey: RouteKey, method, path: path.split('/'), host };
    });
}

/** A function's ARN, bare or inside API Gateway's invocation URI. */
function functionName(uri: string): string {
  return uri.replace(/\/invocations$/, '').replace(/^.*:function:/, '');
}

async function answer(
  apiId: string,
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
  time: Date,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://local');
  const matched = matchRoute(routes, request.method ?? 'GET', url.pathname);
  if (matched === null) {
    send(response, 404, { 'content-type': 'application/json' }, '{"message":"Not Found"}');
    return;
  }
  const body = await buffer(request);
  const result = await matched.route.host.invoke(payload(apiId, matched, request, url, body, time));
  const parsed = resultSchema.safeParse(result);
  if (!parsed.success) {
    // Format 2.0 takes anything without a status code for the body of a 200.
    send(
      response,
      200,
      { 'content-type': 'application/json' },
      typeof result === 'string' ? result : JSON.stringify(result),
    );
    return;
  }
  const { statusCode, headers, cookies, body: text, isBase64Encoded } = parsed.data;
  const lines: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers ?? {})) lines[name] = String(value);
  if (cookies) lines['set-cookie'] = cookies;
  send(response, statusCode, lines, Buffer.from(text ?? '', isBase64Encoded === true ? 'base64' : 'utf8'));
}

/** The route for a request: its path's literal parts agree, the rest are parameters. Fewer parameters win. */
export function matchRoute(routes: readonly Route[], method: string, pathname: string): Matched | null {
  const parts = pathname.split('/');
  const matches = routes.flatMap((route) => {
    if (route.method !== 'ANY' && route.method !== method) return [];
    const pathParameters = matchPath(route.path, parts);
    return pathParameters === null ? [] : [{ route, pathParameters }];
  });
  const [best] = matches.sort((a, b) => Object.keys(a.pathParameters).length - Object.keys(b.pathParameters).length);
  return best ?? null;
}

function matchPath(pattern: readonly string[], parts: readonly string[]): Readonly<Record<string, string>> | null {
  if (pattern.length !== parts.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const name = /^\{([^+}]+)\}$/.exec(pattern[index] ?? '')?.[1];
    if (name === undefined) {
      if (part !== pattern[index]) return null;
    } else {
      if (part === '') return null;
      parameters[name] = decode(part);
    }
  }
  return parameters;
}

/** A stray percent sign is the caller's: it stays as it is. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function payload(
  apiId: string,
  { route, pathParameters }: Matched,
  request: IncomingMessage,
  url: URL,
  body: Buffer,
  time: Date,
): unknown {
  const query: Record<string, string> = {};
  for (const name of url.searchParams.keys()) query[name] = url.searchParams.getAll(name).join(',');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = Array.isArray(value) ? value.join(',') : (value ?? '');
  const { cookie, ...otherHeaders } = headers;
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers: otherHeaders,
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters }),
    requestContext: {
      accountId,
      apiId,
      domainName: headers.host ?? '',
      domainPrefix: apiId,
      http: {
        method: request.method,
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: `${apiId}-${time.getTime()}`,
      routeKey: route.routeKey,
      stage: '$default',
      time: time.toUTCString(),
      timeEpoch: time.getTime(),
    },
    ...(body.length === 0 ? {} : { body: body.toString('base64') }),
    isBase64Encoded: body.length > 0,
  };
}

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string | string[]>>,
  body: string | Buffer,
): void {
  response.writeHead(status, headers).end(body);
}
