import type { Db } from '@intake/database/create-database'
import { checkSeals } from '@intake/leads/admin/check-seals'
import { listWorkspaces } from '@intake/leads/admin/list-workspaces'
import { createSealer } from '@intake/leads/sealing/sealer'
import { type Finding, finding } from './finding.ts'

/** Whether ENCRYPTION_KEYS open what is stored. */
export async function checkKeys({ db }: { db: Db }, encryptionKeys: readonly string[]): Promise<Finding> {
  const sealer = createSealer(encryptionKeys)
  const sum = { looked: 0, stale: 0, unopened: 0 }
  for (const { id } of await listWorkspaces({ db })) {
    const { looked, stale, unopened } = await checkSeals({ db, sealer }, id)
    sum.looked += looked
    sum.stale += stale
    sum.unopened += unopened
  }
  const check = 'encryption'
  if (sum.unopened > 0)
    return finding(
      check,
      'fault',
      `Nothing in ENCRYPTION_KEYS opens ${sum.unopened} of ${sum.looked} secrets and bodies.`,
      'Add the key that made them at the end of ENCRYPTION_KEYS, in all processes.',
    )
  if (!sealer.isOn)
    return finding(
      check,
      'warning',
      'ENCRYPTION_KEYS is not set: secrets are stored in plain, and nobody can be erased.',
      'Set it in all processes, such as to what “openssl rand -hex 32” prints. Then run: npm run admin -- secrets reseal',
    )
  if (sum.stale > 0)
    return finding(
      check,
      'warning',
      `${sum.stale} of ${sum.looked} secrets and bodies are plain, or of an older key.`,
      'Run: npm run admin -- secrets reseal',
    )
  return finding(check, 'ok', `ENCRYPTION_KEYS open all ${sum.looked} secrets and bodies that were tried.`)
}
