import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Asset, createAsset } from './asset.ts'
import { problemPagesWith } from './problem-pages.ts'

const require = createRequire(import.meta.url)
const forEver = 'public, max-age=31536000, immutable'

const files = {
  'swagger-ui.css': ['swagger-ui-dist/swagger-ui.css', 'text/css; charset=utf-8'],
  'swagger-ui-bundle.js': ['swagger-ui-dist/swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  'icon.png': ['swagger-ui-dist/favicon-32x32.png', 'image/png'],
  'page.css': ['./page.css', 'text/css; charset=utf-8'],
  'problems.css': ['./problems.css', 'text/css; charset=utf-8'],
  'page.js': ['./page.js', 'text/javascript; charset=utf-8'],
} as const

/** The page at `/docs`, those at `/problems` by their addresses, and all that they load. Their files have their content's hash in their address. */
export function readPageAssets(): {
  page: Asset
  problems: ReadonlyMap<string, Asset>
  files: Map<string, Asset>
} {
  const assets = new Map<string, Asset>()
  for (const [name, [path, type]] of Object.entries(files))
    assets.set(name, createAsset(readFileSync(require.resolve(path)), type, forEver))
  const addressOf = (name: string) => `docs/${name}?v=${assets.get(name)?.etag.slice(3, -1)}`
  const html = readFileSync(new URL('page.html', import.meta.url), 'utf8').replace(
    /"docs\/([\w.-]+)"/g,
    (_, name: string) => `"${addressOf(name)}"`,
  )
  const problems = problemPagesWith(`/${addressOf('problems.css')}`)
  return { page: createAsset(html, 'text/html; charset=utf-8'), problems, files: assets }
}
