import { createDatabase, type Database } from '@intake/database/create-database'
import type { Command } from 'commander'
import { checkDatabase } from '../doctor/check-database.ts'
import { checkKeys } from '../doctor/check-keys.ts'
import { checkRedis } from '../doctor/check-redis.ts'
import { checkStorage } from '../doctor/check-storage.ts'
import { type Finding, fault, finding } from '../doctor/finding.ts'
import { explainError } from '../explain-error.ts'
import type { FoundService } from '../find-service.ts'
import { printable } from '../output.ts'
import { QuietFailure } from '../quiet-failure.ts'
import type { Session } from '../session.ts'

/** `doctor` */
export function addDoctor(program: Command, session: Session): void {
  program
    .command('doctor')
    .description(
      'look whether Postgres, Redis, keys, files and clocks are as they should be, and how to mend it',
    )
    .addHelpText(
      'after',
      '\nRun it with the environment of the gateways. Exit code 1 when anything is a fault.',
    )
    .action(async () => {
      const findings = await examine(session)
      const ok = findings.every(({ state }) => state !== 'fault')
      session.output.result({ ok, findings }, findings.map(describe).join('\n'))
      if (!ok) throw new QuietFailure()
    })
}

async function examine(session: Session): Promise<Finding[]> {
  const findings: Finding[] = []
  let service: FoundService | null = null
  try {
    service = session.service()
    findings.push(...(await examineDatabase(service)))
  } catch (error) {
    findings.push(fault('database', explainError(error), 'Set DATABASE_URL, or run “npm start”.'))
  }
  const local = service?.local ?? null
  findings.push(...(await checkRedis(session, local?.redisUrl ?? null)))
  findings.push(...(await checkStorage(session, local?.dataDir ?? null)))
  return findings
}

async function examineDatabase({ databaseUrl, encryptionKeys }: FoundService): Promise<Finding[]> {
  const database: Database = createDatabase({
    ...{ url: databaseUrl, maxConnections: 2, applicationName: 'intake-admin', connectTimeoutMs: 5000 },
  })
  try {
    const findings = await checkDatabase(database)
    const hasSchema = findings.some(({ check, state }) => check === 'schema' && state === 'ok')
    return [
      ...findings,
      hasSchema
        ? await checkKeys(database, encryptionKeys)
        : finding('encryption', 'unknown', 'What is stored can’t be looked at.', 'Mend the database first.'),
    ]
  } finally {
    await database.close()
  }
}

const widths = { state: 'warning'.length, check: 'encryption'.length }

function describe({ check, state, message, cure }: Finding): string {
  const head = `${state.padEnd(widths.state)}  ${check.padEnd(widths.check)}  `
  const lines = [message, ...(cure === undefined ? [] : [`Cure: ${cure}`])].flatMap((text) =>
    text.split('\n'),
  )
  return `${head}${lines.map(printable).join(`\n${' '.repeat(head.length)}`)}`
}
