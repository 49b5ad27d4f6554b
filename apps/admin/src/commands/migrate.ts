import { migrate } from '@intake/database/migrate'
import type { Command } from 'commander'
import type { Session } from '../session.ts'

/** `migrate` */
export function addMigrate(parent: Command, { output, databaseUrl }: Session): void {
  parent
    .command('migrate')
    .description('bring the schema of the database up to date; may run at any time, also twice at once')
    .action(async () => {
      const { applied } = await migrate(databaseUrl())
      output.result(
        { applied },
        applied.length > 0
          ? applied.map((name) => `Applied ${name}`).join('\n')
          : 'The schema is up to date already.',
      )
    })
}
