import type { CreateImportQuery } from '@intake/contracts/imports'
import type { CsvReading } from '@intake/database/tables'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { mapColumns } from './map-columns.ts'
import { readHeader } from './read-header.ts'

/** How a CSV that begins like this is read, and the byte at which its first row begins. Throws `invalid_request`. */
export function readCsvBeginning(
  beginning: Buffer,
  options: CreateImportQuery,
  workspace: WorkspaceConfiguration,
): { csv: CsvReading; start: number } {
  const { names, delimiter, end } = readHeader(beginning, options.delimiter)
  const columns = mapColumns(names, options.mapping ?? {}, workspace.template.itemByCode)
  return { csv: { delimiter, tagSeparators: options.tagSeparators, columns }, start: end }
}
