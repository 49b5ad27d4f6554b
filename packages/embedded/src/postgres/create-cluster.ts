import { spawn } from 'node:child_process'
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { PostgresHome } from './postgres-home.ts'

const ARGUMENTS = [
  '--username=intake',
  '--auth=scram-sha-256',
  // The built-in locale knows Unicode and depends on nothing of this machine.
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
]

/**
 * Runs initdb. The cluster appears under its name only when it is whole.
 * @throws with what initdb said
 */
export async function createCluster(home: PostgresHome): Promise<void> {
  const draft = `${home.clusterDir}.new`
  rmSync(draft, { recursive: true, force: true })
  const seen = home.seenByPostgres
  const { code, output } = await run(home, [
    `--pgdata=${join(seen, 'cluster.new')}`,
    `--pwfile=${join(seen, 'password')}`,
    ...ARGUMENTS,
  ])
  if (code !== 0) throw new Error(`initdb failed in ${home.dataDir}:\n${output.trim()}`)
  renameSync(draft, home.clusterDir)
}

function run(home: PostgresHome, args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(home.binaries, 'bin', 'initdb'), args, {
      ...home.spawnOptions,
      stdio: ['ignore', 'pipe', 'pipe', ...home.inheritedFds],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8')
      })
    }
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}
