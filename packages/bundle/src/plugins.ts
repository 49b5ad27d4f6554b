import { readFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'esbuild'

const ours = '@intake/'

/** Marks a question that this plugin has asked itself. */
const asked = Symbol('asked')

/** Imports packages from where the importing module finds them, as seen from `directory`, where the programs lie. */
export function packagesByAddress(directory: string): Plugin {
  return {
    name: 'packages by address',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (kind === 'entry-point' || path.startsWith(ours) || pluginData === asked) return undefined
        if (isBuiltin(path)) return { path, external: true }
        const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: asked })
        if (found.errors.length > 0) return { errors: found.errors }
        return { path: addressFrom(directory, found.path), external: true }
      })
    },
  }
}

/** Leaves each module its own address, by which it finds the files beside it, as seen from `directory`. */
export function sourceAddresses(directory: string): Plugin {
  return {
    name: 'source addresses',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8')
        const address = `new URL(${JSON.stringify(addressFrom(directory, path))}, import.meta.url).href`
        return { contents: source.replaceAll('import.meta.url', () => address), loader: 'ts' }
      })
    },
  }
}

/** A relative address, so that programs, packages and files may move together. */
function addressFrom(directory: string, path: string): string {
  const address = posix.relative(pathToFileURL(directory).pathname, pathToFileURL(path).pathname)
  return address.startsWith('.') ? address : `./${address}`
}
