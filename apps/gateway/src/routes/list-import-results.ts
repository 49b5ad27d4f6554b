import { ImportResultsQuery } from '@intake/contracts/imports'
import { readImportResults } from '@intake/leads/imports/read-import-results'
import { encodePieces } from '@intake/runtime/encode-pieces'
import { accepts } from 'hono/accepts'
import type { GatewayDeps } from '../http.ts'
import { pathId } from '../request/path-id.ts'
import { withQuery } from '../request/query.ts'

const ndjson = 'application/x-ndjson'
const csv = 'text/csv'

/** `GET /api/v1/imports/{id}/results`: line by line as they are read, however many there are. */
export function listImportResultsRoute({ database: { db } }: Pick<GatewayDeps, 'database'>) {
  return withQuery(ImportResultsQuery, async (c, query) => {
    const id = pathId(c, 'id', 'import')
    const accepted = accepts(c, { header: 'Accept', supports: [ndjson, csv], default: ndjson })
    const format = query.format ?? (accepted === csv ? 'csv' : 'ndjson')
    const results = await readImportResults({ db, caller: c.var.caller }, id, { ...query, format })
    const isCsv = format !== 'ndjson'
    if (isCsv) c.header('Content-Disposition', `attachment; filename="import-${id}.csv"`)
    const body = ReadableStream.from(encodePieces(results))
    return c.body(body, 200, { 'Content-Type': isCsv ? csv : ndjson })
  })
}
