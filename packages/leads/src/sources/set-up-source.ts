import type { Source, SourceAnswer } from '@intake/contracts/sources'
import { findSource, type SourceContext } from './manage-sources.ts'
import { openSource } from './open-source.ts'
import { inboundPath, presentSource } from './present-source.ts'
import { kindOf } from './source-kinds.ts'

export interface SourceSetUp {
  source: Source
  /** Where the sender posts. Only its path where nobody said where the gateways are. */
  address: string
  /** What to do at the sender's side, in order, with the secrets to paste. */
  steps: SourceAnswer['setUp']
}

/**
 * A source with what to do at its sender's side, secrets included: for operators, and for whom they hand it to. Keys of the API are told a secret
 * once only. Throws `not_found`.
 */
export async function setUpSource(
  ctx: SourceContext,
  { id, publicUrl }: { id: string; publicUrl: string | null },
): Promise<SourceSetUp> {
  const row = await findSource(ctx, id)
  const address = `${publicUrl?.replace(/\/+$/, '') ?? ''}${inboundPath(row.token)}`
  const steps = kindOf(row).setUp(openSource(row, ctx.sealer), address)
  return { source: presentSource(row, ctx.sealer), address, steps }
}
