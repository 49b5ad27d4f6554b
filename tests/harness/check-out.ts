import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const project = fileURLToPath(new URL('../../', import.meta.url))
const installMs = 600_000

export interface OldCode {
  directory: string
  /** Full hash. */
  commit: string
  remove(): Promise<void>
}

/**
 * Puts a commit of the project into a temporary folder, with its packages installed. It is an archive and no git worktree: that
 * leaves nothing in the repository, also when this process is killed.
 * @throws when `ref` names no commit, or npm can't install its packages within ten minutes
 */
export async function checkOut(ref: string, repository = project): Promise<OldCode> {
  const commit = await resolveCommit(ref, repository)
  const directory = await mkdtemp(join(tmpdir(), 'intake-old-'))
  const remove = () => rm(directory, { recursive: true, force: true })
  try {
    const archive = join(directory, 'archive.tar')
    await run('git', ['-C', repository, 'archive', '--output', archive, commit])
    await run('tar', ['-xf', archive, '-C', directory])
    await rm(archive)
    await installPackages(directory)
    return { directory, commit, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** The full hash of what a ref names. Throws where that is no commit. */
export async function resolveCommit(ref: string, repository = project): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]
  const { stdout } = await run('git', ['-C', repository, ...args]).catch(() => {
    throw new Error(`git knows no commit ${ref}`)
  })
  return stdout.trim()
}

async function installPackages(directory: string): Promise<void> {
  const args = ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--no-progress']
  // What npm tells a script of its own project would make it install there.
  const own = Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_'))
  const npm = spawn('npm', args, {
    cwd: directory,
    env: Object.fromEntries(own),
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: installMs,
    // A group of its own, so that what npm starts ends with it.
    detached: true,
  })
  const end = () => {
    if (npm.pid !== undefined && npm.exitCode === null) process.kill(-npm.pid, 'SIGKILL')
  }
  process.prependOnceListener('exit', end)
  try {
    const errors = text(npm.stderr)
    const [code] = await once(npm, 'close')
    if (code !== 0) throw new Error(`npm ci failed:\n${await errors}`)
  } finally {
    process.off('exit', end)
  }
}
