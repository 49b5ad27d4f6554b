import type { Source } from '@intake/contracts/sources'
import type { SourceRow } from '@intake/database/tables'
import type { Sealer } from '../sealing/sealer.ts'
import { openSource } from './open-source.ts'
import { kindOf } from './source-kinds.ts'

/** Where senders reach a source, below the gateway's address. */
export const inboundPath = (token: string) => `/in/${token}`

/** A source as callers see it: no secret, only the names of those that are set. */
export function presentSource(row: SourceRow, sealer: Sealer): Source {
  const kind = kindOf(row)
  const { secrets } = openSource(row, sealer)
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    isExperimental: kind.isExperimental ?? false,
    path: inboundPath(row.token),
    secretNames: Object.keys(secrets),
    missingSecrets: Object.entries(kind.secrets).flatMap(([name, { isOptional }]) =>
      isOptional || secrets[name] !== undefined ? [] : [name],
    ),
    mapping: row.mapping,
    defaults: row.defaults,
    duplicatePolicy: row.duplicate_policy,
    settings: row.settings,
    health: row.health,
    healthReason: row.health_reason,
    lastReceivedAt: row.last_received_at?.toISOString() ?? null,
    pausedAt: row.paused_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
