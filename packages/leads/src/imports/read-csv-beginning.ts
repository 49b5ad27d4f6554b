import type { CreateImportQuery } from '@intake/contracts/imports'
import type { CsvReading } from '@intake/database/tables'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { EncodingWatch } from './file-encoding.ts'
import { mapColumns } from './map-columns.ts'
import { readHeader } from './read-header.ts'

export interface CsvBeginning {
  csv: CsvReading
  /** The byte at which the first row begins. */
  start: number
  /** Has to be shown the whole file, this beginning too, and says then what its encoding is. */
  watch: EncodingWatch
}

/** How a CSV that begins like this is read. Throws `invalid_request`. */
export function readCsvBeginning(
  beginning: Buffer,
  options: CreateImportQuery,
  workspace: WorkspaceConfiguration,
): CsvBeginning {
  const watch = new EncodingWatch(beginning, options.encoding)
  const encoding = watch.expected
  const { names, delimiter, end } = readHeader(beginning, { encoding, delimiter: options.delimiter })
  const columns = mapColumns(names, options.mapping ?? {}, workspace.template.itemByCode)
  return { csv: { delimiter, encoding, tagSeparators: options.tagSeparators, columns }, start: end, watch }
}
