import { type FieldError, invalidRequest } from '@intake/contracts/app-error'
import { toPointer } from '@intake/contracts/field-errors'
import type {
  CreateSuppressionsAnswer,
  CreateSuppressionsRequest,
  SuppressionInput,
} from '@intake/contracts/suppressions'
import freeDomains from 'email-providers/all.json' with { type: 'json' }
import { recordAudits } from '../audit/record-audit.ts'
import { timeOf } from '../lead/lock-lead.ts'
import { lockContacts } from '../matching/lock-contacts.ts'
import { readContact } from '../matching/read-contact.ts'
import type { SuppressionContext } from './manage-suppressions.ts'
import { presentSuppression } from './present-suppression.ts'
import { type NewSuppression, suppress } from './suppress.ts'
import { contactKeys, domainKey, readDomain } from './suppression-keys.ts'

/**
 * Suppresses numbers, addresses and domains, all or none, in the caller's transaction: whoever asks after the answer finds them. A job cancels what
 * was still to be sent. Throws `invalid_request` for what stands for no contact, and for a domain that anybody may have an address at.
 */
export async function createSuppressions(
  ctx: SuppressionContext,
  { suppressions }: CreateSuppressionsRequest,
): Promise<CreateSuppressionsAnswer> {
  const { db: trx, workspace, requestId } = ctx
  const errors: FieldError[] = []
  const given = suppressions.flatMap((input, place): NewSuppression[] => {
    const read = readInput(input, workspace)
    if ('fault' in read) {
      const { member, code, message } = read.fault
      errors.push({ pointer: toPointer(['suppressions', String(place), member]), code, message })
      return []
    }
    const { channels = read.kind === 'domain' ? ['email'] : ['any'], reason = 'listed', expiresAt } = input
    return [{ ...read, channels, reason, leadId: null, expiresAt: expiresAt ?? null }]
  })
  if (errors.length > 0) throw invalidRequest(errors)
  await lockContacts(trx, workspace.id, { exclusive: given.map(({ key }) => key) })
  const rows = await suppress(trx, workspace.id, given, { at: await timeOf(trx), requestId })
  const recorded = rows.map(({ id, kind, channels }) => ({
    workspaceId: workspace.id,
    action: 'suppression.created' as const,
    subject: { type: 'suppression' as const, id },
    details: { kind, channels },
  }))
  await recordAudits(ctx, recorded)
  return { suppressions: rows.map(presentSuppression) }
}

type Read =
  | Pick<NewSuppression, 'kind' | 'key'>
  | { fault: { member: string; code: string; message: string } }

function readInput(
  { phoneNumber, email, domain }: SuppressionInput,
  workspace: SuppressionContext['workspace'],
): Read {
  if (domain !== undefined) return domainOf(domain)
  const [key] = contactKeys(readContact({ phoneNumber, email }, workspace))
  if (key) return key
  const member = email === undefined ? 'phoneNumber' : 'email'
  const message = 'stands for nobody, or can’t be read: no lead would be found by it'
  return { fault: { member, code: 'no_contact', message } }
}

const free: ReadonlySet<string> = new Set(freeDomains)

function domainOf(given: string): Read {
  const domain = readDomain(given)
  const fault = (code: string, message: string) => ({ fault: { member: 'domain', code, message } })
  if (domain === null) return fault('invalid_domain', 'must be a domain')
  if (free.has(domain)) return fault('free_mail', 'anybody may have an address at it; give the addresses')
  return { kind: 'domain', key: domainKey(domain) }
}
