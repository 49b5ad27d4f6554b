import { readFile } from 'node:fs/promises'
import type { ChecklistTemplateFile } from '@intake/contracts/checklist'
import { parseTemplateText, TemplateTextError } from '@intake/leads/checklist/parse-template-text'
import { AdminError } from './admin-error.ts'

/** Reads and checks a template file. Throws an AdminError with every fault, each with its line. */
export async function readTemplateFile(file: string): Promise<ChecklistTemplateFile> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'there is no such file' : (error.code ?? error.message)
    throw new AdminError({ code: 'unreadable_file', message: `${file} can't be read: ${reason}.` })
  })
  try {
    return parseTemplateText(text)
  } catch (error) {
    if (!(error instanceof TemplateTextError)) throw error
    const errors = error.faults.map((fault) => ({ place: `${file}:${fault.line}:${fault.column}`, ...fault }))
    const number = errors.length === 1 ? 'one fault' : `${errors.length} faults`
    throw new AdminError({
      code: 'invalid_template',
      message: `${file} ${error.message}, ${number}:`,
      errors,
    })
  }
}
