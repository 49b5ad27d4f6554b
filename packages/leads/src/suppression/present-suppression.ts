import type { Suppression } from '@intake/contracts/suppressions'
import type { SuppressionRow } from '@intake/database/tables'

/** A suppression as callers see it. What is left of an erased contact says nothing. */
export function presentSuppression(row: SuppressionRow): Suppression {
  const { kind, key } = row
  const isShown = kind !== 'lead' && !key.startsWith('hmac:')
  return {
    id: row.id,
    kind,
    contact: isShown ? (kind === 'domain' ? key.slice(1) : key) : null,
    channels: row.channels,
    reason: row.reason,
    leadId: row.lead_id,
    since: row.since.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    liftedAt: row.lifted_at?.toISOString() ?? null,
    liftReason: row.lift_reason,
  }
}
