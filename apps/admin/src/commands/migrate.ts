import { defaultWaitMs, migrate } from '@intake/database/migrate'
import { describeEvents } from '@intake/database/migrate/migration-event'
import type { Command } from 'commander'
import { parseSpan } from '../parse-span.ts'
import type { Session } from '../session.ts'

/** `migrate` */
export function addMigrate(parent: Command, { output, service }: Session): void {
  parent
    .command('migrate')
    .description('bring the schema of the database up to date; may run at any time, also twice at once')
    .option(
      '--wait <span>',
      `how long a migration goes on trying for its locks, such as 90s or 2h (default: ${defaultWaitMs / 60_000}m)`,
      parseSpan,
    )
    .addHelpText(
      'after',
      `
A try waits two seconds for a lock, and leads are taken in between tries. One that fails, or is killed, can be run
again: it goes on after what was committed.

Example:
  $ npm run migrate -- --wait 1h`,
    )
    .action(async ({ wait }: { wait?: number }) => {
      const { applied } = await migrate(service().databaseUrl, {
        waitMs: wait,
        onProgress: describeEvents(output.note),
      })
      output.result(
        { applied },
        applied.length > 0
          ? applied.map((name) => `Applied ${name}`).join('\n')
          : 'The schema is up to date already.',
      )
    })
}
