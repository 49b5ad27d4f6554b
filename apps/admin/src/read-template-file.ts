import { readFile } from 'node:fs/promises'
import { AppError } from '@intake/contracts/app-error'
import type { ChecklistTemplateFile } from '@intake/contracts/checklist'
import { checkTemplate } from '@intake/leads/checklist/check-template'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import { AdminError } from './admin-error.ts'
import type { Failure } from './output.ts'

type Fault = NonNullable<Failure['errors']>[number]

/** Reads and checks a template file. Throws an AdminError with every fault, each with its line. */
export async function readTemplateFile(file: string): Promise<ChecklistTemplateFile> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'there is no such file' : (error.code ?? error.message)
    throw new AdminError({ code: 'unreadable_file', message: `${file} can't be read: ${reason}.` })
  })
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0)
    throw invalid(
      file,
      'is not valid YAML',
      document.errors.map((error) => ({ ...position(file, lines, error.pos[0]), message: error.message })),
    )
  try {
    return checkTemplate(document.toJS())
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const faults = error.errors.map(({ pointer, message }) => ({
      ...position(file, lines, offsetOf(document, pointer)),
      message: `${pointer || '/'}: ${message}`,
    }))
    throw invalid(file, 'is not a checklist template', faults)
  }
}

function invalid(file: string, what: string, faults: Fault[]): AdminError {
  const errors = faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
  const number = errors.length === 1 ? 'one fault' : `${errors.length} faults`
  return new AdminError({ code: 'invalid_template', message: `${file} ${what}, ${number}:`, errors })
}

function position(file: string, lines: LineCounter, offset: number): Omit<Fault, 'message'> {
  const { line, col: column } = lines.linePos(offset)
  return { place: `${file}:${line}:${column}`, line, column }
}

/** Where the value at a JSON pointer begins; for one that is missing, the nearest thing around it. */
function offsetOf(document: Document.Parsed, pointer: string): number {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return document.contents?.range?.[0] ?? 0
}
