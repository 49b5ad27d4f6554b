import { Hono } from 'hono'
import { createAsset, sendAsset } from '../docs/asset.ts'
import { readPageAssets } from '../docs/page-assets.ts'
import type { GatewayEnv } from '../http.ts'
import { refuseMethod } from '../middleware/problems.ts'
import { pageHeaders, securityHeaders } from '../middleware/security-headers.ts'
import { buildDocument } from '../openapi/document.ts'

/** `/openapi.json`, and at `/docs` a page that shows it and tries it out. Both need no key and are made once. */
export function docsRoutes() {
  const document = createAsset(JSON.stringify(buildDocument()), 'application/json')
  const { page, files } = readPageAssets()
  return new Hono<GatewayEnv>()
    .get('/openapi.json', securityHeaders, (c) => sendAsset(c, document))
    .get('/docs', pageHeaders(), (c) => sendAsset(c, page))
    .get('/docs/', (c) => c.redirect('/docs', 308))
    .get('/docs/:file', pageHeaders(), (c) => {
      const asset = files.get(c.req.param('file'))
      return asset ? sendAsset(c, asset) : c.notFound()
    })
    .on(['ALL'], ['/openapi.json', '/docs', '/docs/:file'], securityHeaders, refuseMethod('GET'))
}
