import { readFileSync } from 'node:fs'
import { AdminError } from '../admin-error.ts'

/** The text of a mapping that is given as JSON or as the name of a file. */
export function readMapping(given: string): string {
  if (given.trimStart().startsWith('{')) return given
  try {
    return readFileSync(given, 'utf8')
  } catch {
    throw new AdminError({
      code: 'no_file',
      message: `${given} is neither JSON nor a file that can be read.`,
    })
  }
}
