import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { fetchWithApt } from '@intake/embedded/apt/fetch-with-apt'
import { type Program, unpackedProgram } from '@intake/embedded/apt/unpacked-program'
import { cacheDirs, findCached } from '@intake/embedded/cache-dir'

export interface ProgramPackage {
  title: string
  /** Of the cache, and name of the program. */
  name: string
  /** What its package and those that it needs are called, as a rule. */
  usualNames: string[]
  /** Ends at once with code 0. */
  probe: string
}

/** The program on the PATH, else that of the distribution's package, fetched but not installed. */
export async function findProgram({ title, name, usualNames, probe }: ProgramPackage): Promise<Program> {
  // By its whole path: it is started without the PATH that it was found on.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  const installed = folders
    .map((folder) => join(folder, name))
    .find((command) => spawnSync(command, [probe]).status === 0)
  if (installed !== undefined) return { command: installed }
  const dirs = cacheDirs()
  const packages = { title, folder: name, names: [name], usualNames }
  const folder = findCached(dirs, name) ?? (await fetchWithApt(packages, dirs, () => undefined))
  const program = unpackedProgram(folder, [name])
  if (program === null) throw new Error(`no ${name} in ${folder}: install it, so that it is on the PATH`)
  return program
}
