import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Files, and their lines that aren't blank. */
export interface CodeCount {
  files: number
  lines: number
}

const imports = /^(?:import|export)\s+(?!type\b)([^'"`;=()]*?\bfrom\s+)?['"]([^'"]+)['"]/gm
const lazyImports = /(?<!typeof )\bimport\(\s*['"]([^'"]+)['"]/g
const onlyTypes = /^\{(\s*type\s+[^,}]+,?)+\s*\}\s*from\s+$/

/** The modules that this source loads: those that it takes only types from are left out. */
export function valueImports(source: string): string[] {
  const loaded = [...source.matchAll(imports)].flatMap(([, names = '', module = '']) =>
    onlyTypes.test(names) ? [] : [module],
  )
  return [...loaded, ...[...source.matchAll(lazyImports)].map(([, module = '']) => module)]
}

/** All files of the project that these load, themselves included, as paths. Throws for a start file that there isn't. */
export function loadedFiles(root: string, start: readonly string[]): string[] {
  const seen = new Set<string>()
  const visit = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    for (const module of valueImports(readFileSync(file, 'utf8'))) {
      const path = pathOf(root, file, module)
      if (path && existsSync(path)) visit(path)
    }
  }
  for (const file of start) visit(join(root, file))
  return [...seen]
}

/** Null for a module that isn't ours. */
function pathOf(root: string, importer: string, module: string): string | null {
  if (module.startsWith('.')) return join(dirname(importer), module)
  const [, name, rest] = /^@intake\/([^/]+)\/(.+)$/.exec(module) ?? []
  return name && rest ? join(root, 'packages', name, 'src', `${rest}.ts`) : null
}

export function countLines(files: readonly string[]): CodeCount {
  const linesOf = (file: string) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
  return { files: files.length, lines: files.reduce((sum, file) => sum + linesOf(file).length, 0) }
}

const isCode = /\.(ts|tsx|js|css|html)$/
/** Installed, built, or there for tests only; `api.ts` of the client is made from the OpenAPI document. */
const isLeftOut =
  /(^|\/)(node_modules|dist|test)\/|\.test\.ts$|^packages\/testing\/|^packages\/client\/src\/api\.ts$/

/** Code of the product: apps and packages, without tests, what is for tests only, and generated files. */
export function productFiles(root: string): string[] {
  return ['apps', 'packages'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path}`)
      .filter((path) => isCode.test(path) && !isLeftOut.test(path))
      .map((path) => join(root, path)),
  )
}
