import { CreateLeadRequest } from '@intake/contracts/create-lead'
import type { DuplicatePolicy } from '@intake/contracts/duplicate-policy'
import type { LeadsJob } from '@intake/contracts/jobs'
import { CreateLeadAnswer } from '@intake/contracts/lead-answer'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { createLead } from '../src/create/create-lead.ts'
import { mergeInto } from '../src/create/merge-lead.ts'
import {
  createLeadWriter,
  type LeadWriter,
  type LeadWriterOptions,
} from '../src/create/writer/lead-writer.ts'
import { noAddresses } from '../src/documents/file-signer.ts'
import { enrichActivity } from '../src/enrichment/enrich-activity.ts'
import { inferTimezones } from '../src/enrichment/infer-timezones.ts'
import { matchDuplicates } from '../src/enrichment/match-duplicates.ts'
import type { IdempotencyClaim } from '../src/idempotency/stored-answer.ts'
import { getLead } from '../src/lead/get-lead.ts'
import { createSealer } from '../src/sealing/sealer.ts'
import { submitLead } from '../src/sources/submit-lead.ts'
import type { Caller } from '../src/workspace/caller.ts'
import { createConfigurationCache } from '../src/workspace/configuration-cache.ts'
import type { Ctx } from '../src/workspace/ctx.ts'

/** The product's verbs on a database of their own, or on another product's, without HTTP and queue. */
export async function makeProduct(writerOptions: LeadWriterOptions = {}, sharing?: TestDatabase) {
  const database = sharing ?? (await createTestDatabase())
  const { db } = database
  const configuration = createConfigurationCache(database, { pollMs: 50 })
  const sealer = createSealer([])
  const writer = createLeadWriter(
    { database, sealer },
    mergeInto({ files: noAddresses, sealer }),
    writerOptions,
  )

  const makeCaller = async (isTest = false): Promise<Caller> => {
    const { id } = await makeWorkspace(database.aside)
    return {
      workspaceId: id,
      keyId: id,
      isTest,
      scopes: ['leads:read', 'leads:write', 'webhooks:manage'],
      rateLimit: null,
    }
  }

  const call = (caller: Caller, idempotency: IdempotencyClaim | null = null): Ctx => ({
    db,
    configuration,
    writer,
    files: noAddresses,
    sealer,
    caller,
    requestId: 'test',
    idempotency,
    preference: 'full',
  })
  const createWith = async (
    through: LeadWriter,
    caller: Caller,
    request: Record<string, unknown>,
    idempotency: IdempotencyClaim | null = null,
  ) => {
    const ctx = { ...call(caller, idempotency), writer: through }
    const { body } = await createLead(ctx, { request: CreateLeadRequest.parse(request) })
    const { success, ...answer } = CreateLeadAnswer.parse(JSON.parse(body))
    return answer
  }
  const job = (caller: Caller, leadIds: readonly string[], generations?: number[]): LeadsJob => ({
    workspaceId: caller.workspaceId,
    leadIds: [...leadIds],
    ...(generations ? { generations } : {}),
  })

  return {
    database,
    /** For what a test itself looks at or changes. */
    db: database.aside,
    configuration,
    writer,
    sealer,
    makeCaller,
    call,
    createWith,
    create: (caller: Caller, request: Record<string, unknown>) => createWith(writer, caller, request),
    /** What a create under a policy answers. */
    createUnder: async (
      duplicatePolicy: DuplicatePolicy,
      caller: Caller,
      request: Record<string, unknown>,
    ) => {
      const input = { request: CreateLeadRequest.parse(request), duplicatePolicy }
      return JSON.parse((await createLead(call(caller), input)).body) as unknown
    },
    /** A create in a context of the test's own. */
    createFor: async (ctx: Ctx, request: Record<string, unknown>) => {
      const { body } = await createLead(ctx, { request: CreateLeadRequest.parse(request) })
      const { success, ...answer } = CreateLeadAnswer.parse(JSON.parse(body))
      return answer
    },
    /** What a repeated create is answered, as it is stored. */
    replay: async (caller: Caller, request: Record<string, unknown>, idempotency: IdempotencyClaim) => {
      const input = { request: CreateLeadRequest.parse(request) }
      return JSON.parse((await createLead(call(caller, idempotency), input)).body) as unknown
    },
    /** A create by who only submits. */
    submit: (caller: Caller, request: Record<string, unknown>) =>
      submitLead({ ...call(caller), keepsBodies: false }, { request: CreateLeadRequest.parse(request) }),
    read: (caller: Caller, id: string) =>
      getLead({ db, sealer, caller, configuration, files: noAddresses }, id),
    infer: (caller: Caller, leadIds: readonly string[]) =>
      inferTimezones({ db, configuration }, job(caller, leadIds)),
    match: (caller: Caller, leadIds: readonly string[], generations?: number[]) =>
      matchDuplicates({ db, configuration }, job(caller, leadIds, generations)),
    enrich: (caller: Caller, leadIds: readonly string[], generations?: number[]) =>
      enrichActivity({ db, configuration }, job(caller, leadIds, generations)),
    /** The three jobs one after the other, as the worker chains them. Answers how many leads are done. */
    async runJobs(caller: Caller, leadIds: readonly string[]): Promise<number> {
      const { next: found } = await inferTimezones({ db, configuration }, job(caller, leadIds))
      const { next } = found ? await matchDuplicates({ db, configuration }, found) : { next: null }
      return next ? ((await enrichActivity({ db, configuration }, next)).seconds?.length ?? 0) : 0
    },
    async close() {
      await writer.drain()
      configuration.close()
      if (!sharing) await database.close()
    },
  }
}

export type Product = Awaited<ReturnType<typeof makeProduct>>
