import { Hono } from 'hono'
import { problemPages } from '../answer/problem-kind.ts'
import { createAsset, sendAsset } from '../docs/asset.ts'
import { llmsText } from '../docs/llms-text.ts'
import { readPageAssets } from '../docs/page-assets.ts'
import type { GatewayEnv } from '../http.ts'
import { refuseMethod } from '../middleware/problems.ts'
import { pageHeaders, securityHeaders } from '../middleware/security-headers.ts'
import { buildDocument } from '../openapi/document.ts'

/** `/openapi.json`, at `/docs` a page that shows it and tries it out, `/problems` with a page for each kind of problem, and `/llms.txt`. They need no key and are made once; `/` leads to the page. */
export function docsRoutes() {
  const document = createAsset(JSON.stringify(buildDocument()), 'application/json')
  const llms = createAsset(llmsText(), 'text/plain; charset=utf-8')
  const { page, problems, files } = readPageAssets()
  return new Hono<GatewayEnv>()
    .get('/openapi.json', securityHeaders, (c) => sendAsset(c, document))
    .get('/llms.txt', securityHeaders, (c) => sendAsset(c, llms))
    .get('/', (c) => c.redirect('/docs', 302))
    .get('/docs', pageHeaders(), (c) => sendAsset(c, page))
    .get('/docs/', (c) => c.redirect('/docs', 308))
    .get('/docs/:file', pageHeaders(), (c) => {
      const asset = files.get(c.req.param('file'))
      return asset ? sendAsset(c, asset) : c.notFound()
    })
    .on('GET', [problemPages, `${problemPages}/:kind`], pageHeaders(), (c) => {
      const asset = problems.get(c.req.path)
      return asset ? sendAsset(c, asset) : c.notFound()
    })
    .on(
      ['ALL'],
      ['/', '/openapi.json', '/llms.txt', '/docs', '/docs/:file', problemPages, `${problemPages}/:kind`],
      securityHeaders,
      refuseMethod('GET'),
    )
}
