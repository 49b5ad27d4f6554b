import { hash } from 'node:crypto'
import { AppError, type FieldError } from '@intake/contracts/app-error'
import { DuplicatePolicy } from '@intake/contracts/duplicate-policy'
import { CreateImportQuery } from '@intake/contracts/imports'
import type { IdempotencyClaim } from '@intake/leads/idempotency/stored-answer'
import { z } from 'zod'

/** The largest file that a form takes: it is held in memory on its way. */
export const maxImportBytes = 25_000_000
/** What a choice says for a column that is left out. */
export const leftOut = '-'
const dayS = 86_400

type Fields = Record<string, string | File | (string | File)[]>

export interface ImportForm {
  file: File
  format: 'csv' | 'ndjson'
  options: CreateImportQuery
  duplicatePolicy: DuplicatePolicy | undefined
  /** What is chosen for each column that the form names. */
  chosen: ReadonlyMap<string, string>
  /** A form that is sent twice is one import. */
  claimFor(sha256: Buffer): IdempotencyClaim | null
}

const text = z.string().catch('')

/** What a form for a file says. Columns come in pairs: `column.0` names one, `map.0` says what it becomes; empty as recognised. Throws `invalid_request`. */
export function readImportForm(fields: Fields): ImportForm {
  const { file } = fields
  if (!(file instanceof File) || file.size === 0)
    throw new AppError('invalid_request', 'Choose a file with something in it.')
  const chosen = new Map<string, string>()
  for (let place = 0; `column.${place}` in fields; place++)
    chosen.set(text.parse(fields[`column.${place}`]), text.parse(fields[`map.${place}`]))
  const format = /\.(ndjson|jsonl)$/i.test(file.name) ? 'ndjson' : 'csv'
  const mapping = [...chosen]
    .filter(([, target]) => target !== '')
    .map(([column, target]) => [column, target === leftOut ? null : target])
  const parsed = CreateImportQuery.safeParse({
    filename: file.name.slice(-255),
    ...(mapping.length > 0 ? { mapping: JSON.stringify(Object.fromEntries(mapping)) } : {}),
    ...given(fields, 'encoding'),
    ...given(fields, 'delimiter'),
  })
  if (!parsed.success)
    throw new AppError('invalid_request', parsed.error.issues.map(({ message }) => message).join('; '))
  const once = text.parse(fields.once)
  const policy = DuplicatePolicy.safeParse(fields.duplicatePolicy).data
  return {
    ...{ file, format, chosen, options: parsed.data, duplicatePolicy: policy },
    claimFor: (sha256) => {
      if (!/^[\w-]{1,100}$/.test(once)) return null
      const said = JSON.stringify([sha256.toString('hex'), parsed.data, policy ?? null])
      const fingerprint = hash('sha256', said, 'buffer')
      return { route: 'POST /imports of the console', key: once, fingerprint, keepSeconds: dayS }
    },
  }
}

function given(fields: Fields, name: string): Record<string, string> {
  const value = text.parse(fields[name])
  return value === '' ? {} : { [name]: value }
}

/** The columns that a refusal names, as `/mapping/Email Opt Out` does. */
export function columnsIn(errors: readonly FieldError[]): string[] {
  return errors.flatMap(({ pointer }) => {
    const [, name] = /^\/mapping\/(.+)$/s.exec(pointer) ?? []
    return name === undefined ? [] : [name.replaceAll('~1', '/').replaceAll('~0', '~')]
  })
}
