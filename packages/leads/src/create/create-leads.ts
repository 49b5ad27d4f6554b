import { contactsOf } from '../matching/contact-keys.ts'
import { readContact } from '../matching/read-contact.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { type CreatedLead, type CreateLeadInput, createLead } from './create-lead.ts'
import { Slots } from './slots.ts'

/** A lead of a batch, with the claim of its own key. */
export interface LeadOfBatch extends CreateLeadInput, Pick<Ctx, 'idempotency'> {}

/** What became of one lead; `error` is what `createLead` threw. */
export type LeadOutcome = { created: CreatedLead } | { error: unknown }

/** Leads of one batch under way at once: enough to fill the writer's transactions, few enough to leave others their turn. */
const maxUnderWay = 192

export interface CreateLeadsOptions {
  /** Where all batches that share it have their leads under way. */
  slots?: Slots
  /** What takes a lead in. */
  create?: typeof createLead
}

/**
 * Takes many leads in, each like {@link createLead} and independent of the others; outcomes in order. Leads of the batch that share a
 * phone or an e-mail are written one after the other, so that a later one finds the earlier, whatever the duplicate policy.
 */
export async function createLeads(
  ctx: Ctx,
  batch: readonly LeadOfBatch[],
  { slots = new Slots(maxUnderWay), create = createLead }: CreateLeadsOptions = {},
): Promise<LeadOutcome[]> {
  const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
  const lastOf = new Map<string, Promise<unknown>>()
  const take = async ({ idempotency, ...input }: LeadOfBatch, earlier: Promise<unknown>[]) => {
    await Promise.all(earlier)
    return slots.run(async (): Promise<LeadOutcome> => {
      try {
        return { created: await create({ ...ctx, idempotency }, input) }
      } catch (error) {
        return { error }
      }
    })
  }
  return Promise.all(
    batch.map((lead) => {
      const contacts = workspace ? contactsOf(readContact(lead.request, workspace)) : []
      const outcome = take(
        lead,
        contacts.flatMap((contact) => lastOf.get(contact) ?? []),
      )
      for (const contact of contacts) lastOf.set(contact, outcome)
      return outcome
    }),
  )
}
