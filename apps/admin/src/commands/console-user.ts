import { randomBytes } from 'node:crypto'
import { hashPassword } from '@intake/runtime/password-hash'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Session } from '../session.ts'

/** `console-user <name>`: the line stands alone on stdout, so that it can be added to a file. */
export function addConsoleUser(parent: Command, { output }: Session): void {
  parent
    .command('console-user')
    .description('make a user of the console, as a line for CONSOLE_USERS or CONSOLE_USERS_FILE')
    .argument('<name>', 'letters, digits, dots, hyphens, underscores and @', parseName)
    .addOption(
      new Option('--role <role>', 'a viewer reads, an operator also retries what failed, an admin does all')
        .choices(['viewer', 'operator', 'admin'])
        .makeOptionMandatory(),
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ npm run --silent admin -- console-user grace --role operator >> users',
    )
    .action(async (name: string, { role }: { role: string }) => {
      const password = randomBytes(18).toString('base64url')
      const line = `${name}:${role}:${await hashPassword(password)}`
      output.note(`Password, shown only now: ${password}`)
      output.result({ name, role, password, line }, line)
    })
}

function parseName(text: string): string {
  if (!/^[A-Za-z0-9._@-]{1,100}$/.test(text))
    throw new InvalidArgumentError('It has letters, digits, dots, hyphens, underscores and @ only.')
  return text
}
