import { AppError } from '@intake/contracts/app-error'
import type { ChecklistTemplateFile } from '@intake/contracts/checklist'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import { checkTemplate } from './check-template.ts'

export interface TemplateFault {
  message: string
  /** Both from 1. */
  line: number
  column: number
}

/** What is wrong with the text of a template, in the order of its lines. Its message goes on from the text's name: “is not valid YAML”. */
export class TemplateTextError extends Error {
  override name = 'TemplateTextError'
  readonly faults: readonly TemplateFault[]

  constructor(message: string, faults: TemplateFault[]) {
    super(message)
    this.faults = faults.toSorted((a, b) => a.line - b.line || a.column - b.column)
  }
}

/** Reads and checks a template that is written as YAML. Throws a TemplateTextError with every fault. */
export function parseTemplateText(text: string): ChecklistTemplateFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const position = (offset: number) => {
    const { line, col: column } = lines.linePos(offset)
    return { line, column }
  }
  const notYaml = 'is not valid YAML'
  if (document.errors.length > 0)
    throw new TemplateTextError(
      notYaml,
      document.errors.map((error) => ({ ...position(error.pos[0]), message: error.message })),
    )
  try {
    return checkTemplate(document.toJS())
  } catch (error) {
    // An alias of nothing, or aliases that would fill the memory.
    if (error instanceof ReferenceError)
      throw new TemplateTextError(notYaml, [{ ...position(0), message: error.message }])
    if (!(error instanceof AppError)) throw error
    const faults = error.errors.map(({ pointer, message }) => ({
      ...position(offsetOf(document, pointer)),
      message: `${pointer || '/'}: ${message}`,
    }))
    throw new TemplateTextError('is not a checklist template', faults)
  }
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
