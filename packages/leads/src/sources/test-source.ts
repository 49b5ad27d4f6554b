import type { TestSourceAnswer, TestSourceRequest } from '@intake/contracts/sources'
import type { Ctx } from '../workspace/ctx.ts'
import { findSource, readingSources } from './manage-sources.ts'
import { openSource } from './open-source.ts'
import { readEntry } from './read-entry.ts'
import { type Entry, UnreadableBody } from './source-kind.ts'
import { kindOf } from './source-kinds.ts'

type Tested = TestSourceAnswer['entries'][number]

/** What a body would become, by the source's mapping or another one; nothing is stored, and no signature is asked for. Throws `not_found`. */
export async function testSource(
  ctx: Pick<Ctx, 'db' | 'sealer' | 'caller' | 'configuration'>,
  id: string,
  { body, contentType = 'application/json', mapping }: TestSourceRequest,
): Promise<TestSourceAnswer> {
  const sources = readingSources(ctx)
  const opened = openSource(await findSource(sources, id), ctx.sealer)
  const source = mapping === undefined ? opened : { ...opened, mapping }
  const workspace = await ctx.configuration.workspace(source.workspaceId)
  const region = { defaultRegion: workspace?.defaultRegion ?? '' }
  try {
    const entries = await kindOf(source).read({ bytes: Buffer.from(body), contentType }, source)
    return { entries: entries.map((entry) => tested(entry, readEntry(entry, source, region))) }
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error
    const { code, message } = error
    return {
      entries: [
        {
          externalId: null,
          isTest: false,
          status: 'QUARANTINED',
          code,
          record: null,
          lead: null,
          errors: [{ pointer: '', code, message }],
        },
      ],
    }
  }
}

function tested(entry: Entry, { lead, request, code, errors }: ReturnType<typeof readEntry>): Tested {
  const common = { externalId: entry.externalId, isTest: entry.isTest }
  if (!entry.record)
    return {
      ...common,
      status: entry.isErasure ? 'QUARANTINED' : 'RECEIVED',
      code: null,
      record: null,
      lead: null,
      errors: [],
    }
  return {
    ...common,
    status: request ? (entry.isTest ? 'TEST' : 'ACCEPTED') : 'QUARANTINED',
    code,
    record: { ...entry.record },
    lead,
    errors: errors.map(({ pointer, code, message, name }) => ({
      pointer,
      code,
      message,
      ...(name !== undefined && { name }),
    })),
  }
}
