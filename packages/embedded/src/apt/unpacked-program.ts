import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** How to start a server; without `env` it gets ours. */
export type Program = { command: string; env?: Record<string, string> }

/** The first of these programs in a folder of unpacked packages, with the libraries beside it. Null when none is there. */
export function unpackedProgram(folder: string, names: readonly string[]): Program | null {
  const command = names
    .flatMap((name) => [join(folder, 'usr', 'bin', name), join(folder, 'usr', 'sbin', name)])
    .find((path) => existsSync(path))
  if (command === undefined) return null
  const libraries = ['lib', 'usr/lib'].map((dir) => join(folder, dir)).flatMap(libraryDirs)
  return { command, env: { LD_LIBRARY_PATH: libraries.join(':'), LC_ALL: 'C' } }
}

/** All folders below with libraries: some lie deeper, where their users look for them only once they are installed. */
function libraryDirs(dir: string): string[] {
  if (!existsSync(dir)) return []
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
  return [...new Set(files.filter(({ name }) => /\.so(\.|$)/.test(name)).map((file) => file.parentPath))]
}
