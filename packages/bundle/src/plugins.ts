import { readFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'esbuild'

const ours = '@intake/'

/** Marks a question that this plugin has asked itself. */
const asked = Symbol('asked')

/** Imports packages from where the importing module finds them, so that the bundle may lie anywhere. */
export const packagesByAddress: Plugin = {
  name: 'packages by address',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind === 'entry-point' || path.startsWith(ours) || pluginData === asked) return undefined
      if (isBuiltin(path)) return { path, external: true }
      const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: asked })
      if (found.errors.length > 0) return { errors: found.errors }
      return { path: pathToFileURL(found.path).href, external: true }
    })
  },
}

/** Leaves each module its own address, by which it finds the files beside it. */
export const sourceAddresses: Plugin = {
  name: 'source addresses',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const address = JSON.stringify(pathToFileURL(path).href)
      return { contents: source.replaceAll('import.meta.url', () => address), loader: 'ts' }
    })
  },
}
