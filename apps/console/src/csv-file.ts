import { encodePieces } from '@intake/runtime/encode-pieces'
import type { Context } from 'hono'

/** Answers a CSV as it is read; where reading fails, the download breaks off. */
export function csvFile(c: Context, name: string, lines: AsyncIterable<string>): Response {
  return c.body(ReadableStream.from(encodePieces(lines)), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
  })
}
