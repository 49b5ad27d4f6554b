import { checkSchema } from '@intake/database/check-schema'
import type { Database } from '@intake/database/create-database'
import { timeOf } from '@intake/leads/lead/lock-lead'
import { explainError } from '../explain-error.ts'
import { type Finding, fault, finding } from './finding.ts'

const leastVersion = 15
/** Clocks that differ by more confuse times of leads and ends of tokens, ms. */
const mostSkewMs = 2000

/** Whether Postgres answers, is new enough, takes writes, has the schema and tells the same time. */
export async function checkDatabase(database: Database): Promise<Finding[]> {
  let version: string
  try {
    version = await readVersion(database)
    await database.checkWritable()
  } catch (error) {
    return [fault('database', explainError(error), 'Mend DATABASE_URL, or start Postgres.')]
  }
  const isOld = Number.parseInt(version, 10) < leastVersion
  return [
    isOld
      ? finding('database', 'fault', `Postgres ${version} is too old.`, `Use ${leastVersion} or later.`)
      : finding('database', 'ok', `Postgres ${version} answers and takes writes.`),
    await schemaOf(database),
    await clockOf(database),
  ]
}

async function readVersion({ pool }: Database): Promise<string> {
  const { rows } = await pool.query<{ version: string }>(
    `select split_part(current_setting('server_version'), ' ', 1) as version`,
  )
  return rows[0]?.version ?? 'unknown'
}

async function schemaOf({ db }: Database): Promise<Finding> {
  try {
    await checkSchema(db)
    return finding('schema', 'ok', 'The schema is what this version needs.')
  } catch (error) {
    return fault('schema', explainError(error), 'Run: npm run migrate')
  }
}

async function clockOf({ db }: Database): Promise<Finding> {
  const asked = Date.now()
  const at = await timeOf(db)
  // The server read its clock at some time in between.
  const ahead = Math.max(asked - at.getTime(), 0) || Math.min(Date.now() - at.getTime(), 0)
  if (Math.abs(ahead) <= mostSkewMs) return finding('clock', 'ok', 'This clock goes with that of Postgres.')
  return finding(
    'clock',
    'warning',
    `This clock is ${(Math.abs(ahead) / 1000).toFixed(1)} s ${ahead > 0 ? 'ahead of' : 'behind'} that of Postgres.`,
    'Let both follow NTP.',
  )
}
