import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fetchWithApt } from '@intake/embedded/apt/fetch-with-apt'
import { cacheDirs } from '@intake/embedded/cache-dir'
import { type ChecklistRows, pgbenchScripts } from './pgbench-scripts.ts'

const run = promisify(execFile)

/** pgbench comes with the distribution's server package, below the server's version. */
function findIn(root: string): string | undefined {
  const versions = join(root, 'usr', 'lib', 'postgresql')
  if (!existsSync(versions)) return undefined
  return readdirSync(versions)
    .map((version) => join(versions, version, 'bin', 'pgbench'))
    .find((path) => existsSync(path))
}

async function findPgbench(): Promise<string> {
  const installed = findIn('/')
  if (installed) return installed
  const names = ['postgresql-18', 'postgresql-17', 'postgresql-16', 'postgresql-15', 'postgresql-14']
  const folder = await fetchWithApt(
    { title: 'PostgreSQL', folder: 'pgbench', names, usualNames: names },
    cacheDirs(),
    () => undefined,
  )
  const unpacked = findIn(folder)
  if (!unpacked) throw new Error('the distribution has no pgbench')
  return unpacked
}

export interface PgbenchOptions {
  databaseUrl: string
  workspaceId: string
  checklistRows: ChecklistRows
  clients: number
  seconds: number
}

/** Transactions a second of pgbench with prepared statements; one is one lead. */
export async function runPgbench(options: PgbenchOptions): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'intake-bench-'))
  try {
    const scripts = pgbenchScripts(options.workspaceId, options.checklistRows)
    const keyed = join(directory, 'keyed.sql')
    const plain = join(directory, 'plain.sql')
    await writeFile(keyed, scripts.keyed)
    await writeFile(plain, scripts.plain)
    const { stdout } = await run(await findPgbench(), [
      ...['--no-vacuum', '--protocol=prepared', '--jobs=2'],
      `--client=${options.clients}`,
      `--time=${options.seconds}`,
      ...['-f', `${keyed}@1`, '-f', `${plain}@2`],
      options.databaseUrl,
    ])
    const tps = Number(/tps = ([\d.]+) \(without initial/.exec(stdout)?.[1])
    if (!(tps > 0)) throw new Error('pgbench told of no transactions a second')
    return tps
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
