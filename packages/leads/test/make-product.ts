import { CreateLeadRequest } from '@intake/contracts/create-lead'
import { LeadAnswer } from '@intake/contracts/lead-answer'
import { createTestDatabase } from '@intake/testing/create-test-database'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { createLead } from '../src/create/create-lead.ts'
import type { IdempotencyClaim } from '../src/create/new-lead.ts'
import {
  createLeadWriter,
  type LeadWriter,
  type LeadWriterOptions,
} from '../src/create/writer/lead-writer.ts'
import { noAddresses } from '../src/documents/file-signer.ts'
import { enrichActivity } from '../src/enrichment/enrich-activity.ts'
import { enrichLeads } from '../src/enrichment/enrich-leads.ts'
import { inferTimezones } from '../src/enrichment/infer-timezones.ts'
import { matchDuplicates } from '../src/enrichment/match-duplicates.ts'
import { getLead } from '../src/lead/get-lead.ts'
import type { Caller } from '../src/workspace/authenticate.ts'
import { createConfigurationCache } from '../src/workspace/configuration-cache.ts'

/** The product's verbs on a database of their own, without HTTP and queue. */
export async function makeProduct(writerOptions: LeadWriterOptions = {}) {
  const database = await createTestDatabase()
  const { db } = database
  const configuration = createConfigurationCache(database, { pollMs: 50 })
  const writer = createLeadWriter(database, writerOptions)

  const makeCaller = async (isTest = false): Promise<Caller> => {
    const { id } = await makeWorkspace(db)
    return {
      workspaceId: id,
      keyId: id,
      isTest,
      scopes: ['leads:read', 'leads:write', 'webhooks:manage'],
      rateLimit: null,
    }
  }

  const createWith = async (
    through: LeadWriter,
    caller: Caller,
    request: Record<string, unknown>,
    idempotency: IdempotencyClaim | null = null,
  ) => {
    const { body } = await createLead(
      { db, caller, requestId: 'test', configuration, writer: through },
      CreateLeadRequest.parse(request),
      { idempotency, toBody: (answer) => answer.toJson('{') },
    )
    return LeadAnswer.parse(JSON.parse(body))
  }

  return {
    database,
    db,
    configuration,
    writer,
    makeCaller,
    createWith,
    create: (caller: Caller, request: Record<string, unknown>) => createWith(writer, caller, request),
    read: (caller: Caller, id: string) => getLead({ db, caller, configuration, files: noAddresses }, id),
    infer: (caller: Caller, leadIds: string[]) =>
      inferTimezones({ db }, { workspaceId: caller.workspaceId, leadIds }),
    match: (caller: Caller, leadIds: string[]) =>
      matchDuplicates({ db }, { workspaceId: caller.workspaceId, leadIds }),
    enrich: (caller: Caller, leadIds: string[]) =>
      enrichActivity({ db, configuration }, { workspaceId: caller.workspaceId, leadIds }),
    enrichAtOnce: (caller: Caller, leadIds: string[]) =>
      enrichLeads({ db, configuration }, { workspaceId: caller.workspaceId, leadIds }),
    async close() {
      await writer.drain()
      configuration.close()
      await database.close()
    },
  }
}

export type Product = Awaited<ReturnType<typeof makeProduct>>
