/** Routes that need no key, or another secret, and that the OpenAPI document leaves out, as `GET /api/v1/leads/:id`. */
export const openRoutes = [
  'GET /livez',
  'GET /readyz',
  'GET /openapi.json',
  'GET /files/*',
  'GET /in/:token',
  'POST /in/:token',
  'OPTIONS /in/:token',
  'OPTIONS /api/v1/leads',
  'OPTIONS /api/v1/leads/batch',
  'GET /',
  'GET /llms.txt',
  'GET /problems',
  'GET /problems/:kind',
  'GET /docs',
  'GET /docs/',
  'GET /docs/:file',
]
