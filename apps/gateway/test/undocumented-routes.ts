/** Routes that need no key. */
export const openRoutes = ['GET /livez', 'GET /readyz', 'GET /openapi.json', 'GET /docs', 'GET /docs/:file']

/** Routes that the OpenAPI document leaves out, as `GET /api/v1/leads/:id`. */
export const undocumentedRoutes: string[] = [
  ...openRoutes,
  'POST /api/v1/webhook-endpoints',
  'GET /api/v1/webhook-endpoints',
  'GET /api/v1/webhook-endpoints/:id',
  'PUT /api/v1/webhook-endpoints/:id',
  'DELETE /api/v1/webhook-endpoints/:id',
  'POST /api/v1/webhook-endpoints/:id/rotate-secret',
  'POST /api/v1/webhook-endpoints/:id/test',
  'GET /api/v1/webhook-endpoints/:id/deliveries',
  'POST /api/v1/webhook-deliveries/:id/replay',
]
