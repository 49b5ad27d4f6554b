import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const types = {
  'console.css': 'text/css; charset=utf-8',
  'theme.js': 'text/javascript; charset=utf-8',
  'times.js': 'text/javascript; charset=utf-8',
  'overview.js': 'text/javascript; charset=utf-8',
  'follow.js': 'text/javascript; charset=utf-8',
  'import.js': 'text/javascript; charset=utf-8',
}
export type AssetName = keyof typeof types

const assets = new Map(
  (Object.keys(types) as AssetName[]).map((name) => {
    const bytes = readFileSync(new URL(`./assets/${name}`, import.meta.url))
    const version = createHash('sha256').update(bytes).digest('base64url').slice(0, 12)
    return [name as string, { bytes, type: types[name], version }]
  }),
)

/** A style sheet or script of our own by its file name; undefined for any other name. */
export function findAsset(name: string) {
  return assets.get(name)
}

/** The address of an asset, which changes with its content. */
export function assetUrl(name: AssetName): string {
  return `/assets/${name}?v=${assets.get(name)?.version}`
}
