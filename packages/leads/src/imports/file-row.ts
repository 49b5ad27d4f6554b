import type { ErrorCode } from '@intake/contracts/app-error'

/** Why a row can't be read. */
export interface RowFault {
  /** What the row is refused with. */
  refusal: ErrorCode
  code: string
  message: string
}

/** A row of a file, the line on which it begins, and where the next one may: at which byte, on which line. */
export type FileRow<Content> = RowPlace & ({ content: Content } | { fault: RowFault })

export interface RowPlace {
  line: number
  end: number
  nextLine: number
}

/** Opens the file at a byte; whoever stops before its end lets go of it. */
export type OpenFile = (start: number) => Promise<AsyncIterable<Buffer>>

export const tooLong = (maxBytes: number): RowFault => ({
  refusal: 'invalid_request',
  code: 'row_too_long',
  message: `the row is longer than ${maxBytes} bytes`,
})

export const notUtf8: RowFault = {
  refusal: 'invalid_request',
  code: 'invalid_encoding',
  message: 'the row is not valid UTF-8',
}
