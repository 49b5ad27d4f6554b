import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { writableDir } from '../cache-dir.ts'
import { type PrivateApt, privateApt } from './private-apt.ts'

const run = promisify(execFile)

/**
 * Downloads the distribution's own Redis (or Valkey) and the libraries it lacks here, verified by apt as always, and
 * unpacks them into the folder `redis` of the first writable directory. Needs no root, installs nothing.
 * Returns that folder.
 * @throws when this is no Debian or Ubuntu, or nothing could be downloaded
 */
export async function fetchRedisWithApt(
  dirs: readonly string[],
  onProgress: (message: string) => void,
): Promise<string> {
  const target = join(writableDir(dirs), 'redis')
  const work = `${target}.${process.pid}`
  const root = join(work, 'root')
  mkdirSync(root, { recursive: true, mode: 0o755 })
  try {
    await download(work, onProgress)
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

async function download(work: string, onProgress: (message: string) => void): Promise<void> {
  onProgress('fetching the Redis package of this distribution')
  try {
    return await downloadRedis(await privateApt(work, '/var/lib/apt/lists'))
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
  await downloadRedis(apt).catch((error: Error) => {
    throw new Error(updateFailure + error.message)
  })
}

async function downloadRedis(apt: PrivateApt): Promise<void> {
  const install = (name: string) => apt('install', '--download-only', '--no-install-recommends', name)
  await install('redis-server')
    .catch(() => install('valkey-server'))
    // A system whose own packages are in disorder resolves nothing; then the usual names have to do.
    .catch(() => apt('download', 'redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'))
}

function isMissingProgram(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
