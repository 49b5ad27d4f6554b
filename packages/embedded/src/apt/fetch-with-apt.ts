import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { writableDir } from '../cache-dir.ts'
import { type PrivateApt, privateApt } from './private-apt.ts'

const run = promisify(execFile)

export interface AptPackages {
  /** What a person calls it. */
  title: string
  /** The folder below the cache directory that it is unpacked into. */
  folder: string
  /** Packages of which the first that the distribution has is taken, with the libraries that this machine lacks. */
  names: readonly string[]
  /** Taken as they are where apt can resolve nothing: a system whose own packages are in disorder. */
  usualNames: readonly string[]
}

/**
 * Downloads packages of the distribution and the libraries they lack here, verified by apt as always, and unpacks them
 * into a folder of the first writable directory. Needs no root, installs nothing. Returns that folder.
 * @throws when this is no Debian or Ubuntu, or nothing could be downloaded
 */
export async function fetchWithApt(
  packages: AptPackages,
  dirs: readonly string[],
  onProgress: (message: string) => void,
): Promise<string> {
  const target = join(writableDir(dirs), packages.folder)
  const work = `${target}.${process.pid}`
  const root = join(work, 'root')
  mkdirSync(root, { recursive: true, mode: 0o755 })
  try {
    await download(packages, work, onProgress)
    const archives = join(work, 'archives')
    for (const name of readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
      await run('dpkg-deb', ['--extract', join(archives, name), root])
    }
    rmSync(target, { recursive: true, force: true })
    renameSync(root, target)
    return target
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function download(
  packages: AptPackages,
  work: string,
  onProgress: (message: string) => void,
): Promise<void> {
  onProgress(`fetching the ${packages.title} package of this distribution`)
  try {
    return await downloadFirst(packages, await privateApt(work, '/var/lib/apt/lists'))
  } catch (error) {
    if (isMissingProgram(error)) throw new Error('this machine has no apt')
  }
  onProgress('fetching the package lists of this distribution')
  const apt = await privateApt(work, join(work, 'lists'))
  // One source that is out of order must not stand in the way of the others.
  const updateFailure = await apt('update').then(
    () => '',
    (error: Error) => `${error.message}; `,
  )
  await downloadFirst(packages, apt).catch((error: Error) => {
    throw new Error(updateFailure + error.message)
  })
}

async function downloadFirst({ names, usualNames }: AptPackages, apt: PrivateApt): Promise<void> {
  const install = (name: string) => apt('install', '--download-only', '--no-install-recommends', name)
  const [first = '', ...others] = names
  let attempt = install(first)
  for (const name of others) attempt = attempt.catch(() => install(name))
  await attempt.catch(() => apt('download', ...usualNames))
}

function isMissingProgram(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
