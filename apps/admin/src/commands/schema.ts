import { describeSchema } from '@intake/database/describe-schema'
import type { Command } from 'commander'
import type { Session } from '../session.ts'

/** `schema` */
export function addSchema(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('schema')
    .description('print the schema of the database as text; migrations/schema.sql is this')
    .addHelpText('after', '\nExample:\n  $ npm run --silent admin -- schema > migrations/schema.sql')
    .action(async () => {
      const schema = await withDatabase(({ db }) => describeSchema(db))
      output.result({ schema }, schema)
    })
}
