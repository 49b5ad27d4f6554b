import { Hono } from 'hono'
import { findAsset } from '../assets.ts'

/** Our style sheet and scripts, open to all: the login needs them. */
export function assetRoutes(): Hono {
  return new Hono().get('/assets/:name', (c) => {
    const asset = findAsset(c.req.param('name'))
    return asset ? c.body(new Uint8Array(asset.bytes), 200, { 'content-type': asset.type }) : c.notFound()
  })
}
