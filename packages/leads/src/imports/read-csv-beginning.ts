import type { CreateImportQuery } from '@intake/contracts/imports'
import type { CsvReading } from '@intake/database/tables'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { EncodingWatch, toUtf8 } from './file-encoding.ts'
import { countKnown, mapColumns } from './map-columns.ts'
import { readHeader } from './read-header.ts'
import { refuseBinary, refuseNuls } from './refuse-binary.ts'

export interface CsvBeginning {
  csv: CsvReading
  /** The byte at which the first row begins. */
  start: number
  /** The line on which it does. */
  line: number
  /** Has to be shown the whole file, this beginning too, and says then what its encoding is. */
  watch: EncodingWatch
}

/** How a CSV that begins like this is read. Throws `invalid_request`. */
export function readCsvBeginning(
  beginning: Buffer,
  options: CreateImportQuery,
  workspace: WorkspaceConfiguration,
): CsvBeginning {
  refuseBinary(beginning)
  const watch = new EncodingWatch(beginning, options.encoding)
  const encoding = watch.expected
  refuseNuls(toUtf8(beginning, encoding))
  const { mapping = {} } = options
  const { names, delimiter, end, line } = readHeader(beginning, {
    encoding,
    delimiter: options.delimiter,
    countKnown: (names) => countKnown(names, mapping),
  })
  const columns = mapColumns(names, mapping, workspace.template.itemByCode)
  const { tagSeparators } = options
  return { csv: { delimiter, encoding, tagSeparators, columns }, start: end, line, watch }
}
