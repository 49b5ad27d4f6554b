import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const TIMEOUT_MS = 180_000

// Hooks and places of the system; everything else (sources, keys, proxies) is taken over.
const NOT_TAKEN_OVER = /^(APT::(Update|Sandbox)|DPkg|Dir::(State|Cache|Log|Media)|Dir::Etc::(main|parts))/

/** Runs one apt-get command. @throws with what apt complained about */
export type PrivateApt = (...args: string[]) => Promise<void>

/**
 * An apt-get that honours this machine's sources and proxies, but works in `work` and takes no locks, so that any user
 * may run it. `lists` is where its package lists are; what it downloads lands in `<work>/archives`.
 */
export async function privateApt(work: string, lists: string): Promise<PrivateApt> {
  for (const dir of ['archives/partial', 'lists/partial', 'state']) {
    mkdirSync(join(work, dir), { recursive: true, mode: 0o755 })
  }
  const config = join(work, 'apt.conf')
  const { stdout } = await run('apt-config', ['dump'])
  const kept = stdout.split('\n').filter((line) => !NOT_TAKEN_OVER.test(line))
  writeFileSync(config, [...kept, ...ownSettings(work, lists), ''].join('\n'), { mode: 0o600 })
  return async (...args) => {
    const command = ['LC_ALL=C', `APT_CONFIG=${config}`, 'apt-get', '--quiet', '--yes', ...args]
    try {
      await run('env', command, { cwd: join(work, 'archives'), timeout: TIMEOUT_MS })
    } catch (error) {
      throw new Error(complaint(error))
    }
  }
}

function ownSettings(work: string, lists: string): string[] {
  const settings = {
    'Dir::Etc::main': '/dev/null',
    'Dir::Etc::parts': '/dev/null',
    'Dir::State': `${work}/state/`,
    'Dir::State::lists': `${lists}/`,
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': `${work}/`,
    'Dir::Cache::archives': `${work}/archives/`,
    'Dir::Cache::pkgcache': '',
    'Dir::Cache::srcpkgcache': '',
    'Dir::Log': `${work}/`,
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': '',
    // Otherwise a missing network shows only as missing packages.
    'APT::Update::Error-Mode': 'any',
    'Acquire::http::Timeout': '20',
    'Acquire::https::Timeout': '20',
  }
  return [
    ...Object.entries(settings).map(([name, value]) => `${name} "${value}";`),
    'Acquire::Languages { "none"; };',
  ]
}

function complaint(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
  const lines = stderr.split('\n').filter((line) => line.startsWith('E: '))
  return (
    lines.map((line) => line.slice(3)).join('; ') || (error instanceof Error ? error.message : String(error))
  )
}
