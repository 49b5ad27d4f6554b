/** Routes that need no key. */
export const openRoutes = ['GET /livez', 'GET /readyz', 'GET /openapi.json', 'GET /docs', 'GET /docs/:file']

/** Routes that the OpenAPI document leaves out, as `GET /api/v1/leads/:id`. */
export const undocumentedRoutes: string[] = [...openRoutes]
