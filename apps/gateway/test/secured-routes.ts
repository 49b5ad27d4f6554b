import type { Scope } from '@intake/leads/authenticate'
import type { TestGateway } from './make-gateway.ts'

/** What the shared security tests need to know of a route. A new route only adds an entry to `securedRoutes`. */
export interface SecuredRoute {
  method: string
  /** As registered in app.ts; the tests hold the list against the app's own table. */
  pattern: string
  scope: Scope
  /** A path that works; `leadId` is of a lead of the caller's workspace, or of none. */
  path(leadId: string): string
  /** Whether the path or the body names a lead, so that the ids of another workspace have to be unknown there. */
  namesLead: boolean
  body?(leadId: string): unknown
  /** For a route with pages: a first page that has a next one (three leads exist), and the page at a cursor. */
  pages?: { first: string; cursorOf(answer: unknown): string; at(cursor: string): string }
}

export const securedRoutes: SecuredRoute[] = [
  {
    method: 'POST',
    pattern: '/api/v1/leads',
    scope: 'leads:write',
    path: () => '/api/v1/leads',
    namesLead: false,
    body: () => ({ firstName: 'Ada' }),
  },
  {
    method: 'POST',
    pattern: '/api/v1/leads/check',
    scope: 'leads:read',
    path: () => '/api/v1/leads/check',
    namesLead: false,
    body: () => ({ email: 'ada@example.com' }),
  },
  {
    method: 'GET',
    pattern: '/api/v1/leads/:id',
    scope: 'leads:read',
    path: (leadId) => `/api/v1/leads/${leadId}`,
    namesLead: true,
  },
  {
    method: 'GET',
    pattern: '/api/v1/phone/:number',
    scope: 'leads:read',
    path: () => '/api/v1/phone/6782319992',
    namesLead: false,
  },
]

/** Routes that need no key. */
export const openRoutes = ['GET /livez', 'GET /readyz']

export const unknownLead = '0198c0de-0000-7000-8000-000000000000'
export const nameOf = (route: SecuredRoute) => `${route.method} ${route.pattern}`

/** Calls a route as its entry says; `body` replaces the entry's. */
export function callRoute(
  gateway: TestGateway,
  route: SecuredRoute,
  key: string | null,
  { leadId = unknownLead, body }: { leadId?: string; body?: string } = {},
) {
  const own = route.body && JSON.stringify(route.body(leadId))
  return gateway.app.request(route.path(leadId), {
    method: route.method,
    headers: { ...(key === null ? {} : { 'x-api-key': key }), 'content-type': 'application/json' },
    ...(own === undefined ? {} : { body: body ?? own }),
  })
}
