import type { TableRow } from './phone-table.ts'
import type { TimezoneInference } from './timezone-inference.ts'
import { zoneAtPoint } from './zone-at-point.ts'

/** Share of one clock from which several clocks still make a confidence of `medium`. */
const mediumShare = 0.9

/** The answer that a row of the table gives. */
export function inferFromRow(
  row: TableRow,
  basis: NonNullable<TimezoneInference['basis']>,
): Omit<TimezoneInference, 'tableVersion'> {
  const zone = row.at ? zoneAtPoint(row.at, row.zone) : row.zone
  if (!row.others) return { zone, alternatives: [], confidence: 'high', share: 1, basis }
  const share = row.share ?? null
  const confidence = share !== null && share >= mediumShare ? 'medium' : 'low'
  return { zone, alternatives: [...row.others], confidence, share, basis }
}
