import { AppError } from '@intake/contracts/app-error'
import type { ImportResult } from '@intake/contracts/imports'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { operatorCaller } from '@intake/leads/admin/operator-caller'
import { recordAudit } from '@intake/leads/audit/record-audit'
import { newId } from '@intake/leads/ids/new-id'
import { getImport } from '@intake/leads/imports/get-import'
import { listImports } from '@intake/leads/imports/list-imports'
import { previewImport } from '@intake/leads/imports/preview-import'
import { readImportResults } from '@intake/leads/imports/read-import-results'
import { receiveImport } from '@intake/leads/imports/receive-import'
import type { Storage } from '@intake/storage/storage'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { csvFile } from '../csv-file.ts'
import { columnsIn, maxImportBytes, readImportForm } from '../import-form.ts'
import { actingOf, changeToken, mayChange, workspacesFor } from '../operator.ts'
import { importPage } from '../views/import-page.ts'
import { importsPage } from '../views/imports-page.ts'
import { newImportPage } from '../views/new-import-page.ts'
import { readOnlyNote } from '../views/parts.ts'
import type { SourcesDeps } from './sources.ts'

const shown = 50
const mostRefused = 100

export type ImportDeps = Pick<SourcesDeps, 'operator' | 'submissions'> & {
  /** Where files of leads are put for the gateways to read; null where there is no such place. */
  storage: Pick<Storage, 'put' | 'remove'> | null
}

const noStorage =
  'This console has no place for files: set STORAGE_DIR to the folder that the gateways share, or STORAGE=s3 with its bucket. “npm run admin -- import” and POST /api/v1/imports take files in.'

/** Files of leads that are taken in: one of the viewer's with what it would become, all of a workspace, one with what was refused of it, and that as a file to mend. */
export function importRoutes({ operator, submissions, storage }: ImportDeps): Hono {
  const { db, configuration } = operator
  const open = async (c: Context) => {
    const { id: workspaceId, slug } = await findWorkspace(operator, c.req.param('slug') ?? '')
    return {
      slug,
      ctx: { db, caller: operatorCaller(workspaceId) },
      id: (c.req.param('id') ?? '').toLowerCase(),
    }
  }
  const formFor = async (c: Context, slug: string) => {
    const { all, chosen } = await workspacesFor(operator, slug)
    const token = storage ? await changeToken(c, operator) : null
    return {
      workspaces: all,
      slug: chosen[0]?.slug ?? '',
      token,
      once: newId(),
      notes: storage ? (token === null ? [readOnlyNote] : []) : [noStorage],
      named: [],
      chosen: new Map<string, string>(),
    }
  }
  /** The form again, with what is wrong with the file. */
  const again = async (c: Context, slug: string, err: unknown, chosen?: ReadonlyMap<string, string>) => {
    if (!(err instanceof AppError)) throw err
    const errors = err.errors ?? []
    const notes = errors.length > 0 ? errors.map(({ message }) => message) : [err.message]
    const form = { ...(await formFor(c, slug)), notes, named: columnsIn(errors), ...(chosen && { chosen }) }
    return c.html(newImportPage(form), 400)
  }
  const recordRead = (c: Context, workspaceId: string, id: string) =>
    recordAudit(
      { db, ...actingOf(c) },
      { workspaceId, action: 'import.results_read', subject: { type: 'import', id } },
    )
  const callerOf = (c: Context, workspaceId: string) =>
    operatorCaller(workspaceId, { scopes: ['leads:read', 'leads:write'], actor: actingOf(c).actor })

  return new Hono()
    .get('/imports/new', async (c) => c.html(newImportPage(await formFor(c, c.req.query('workspace') ?? ''))))
    .post('/imports/:slug/preview', async (c) => {
      const { slug, ctx } = await open(c)
      let chosen: ReadonlyMap<string, string> | undefined
      try {
        const { file, format, options, chosen: said } = readImportForm(await c.req.parseBody())
        chosen = said
        const caller = callerOf(c, ctx.caller.workspaceId)
        const { preview } = await previewImport(
          { configuration, caller },
          { format, options, body: bytesOf(file) },
        )
        return c.html(newImportPage({ ...(await formFor(c, slug)), preview, chosen }))
      } catch (err) {
        return again(c, slug, err, chosen)
      }
    })
    .post('/imports/:slug', async (c) => {
      const { slug, ctx } = await open(c)
      if (!storage) throw new AppError('invalid_request', noStorage)
      let chosen: ReadonlyMap<string, string> | undefined
      try {
        const form = readImportForm(await c.req.parseBody())
        chosen = form.chosen
        const { format, options, duplicatePolicy, claimFor } = form
        const { body } = await receiveImport(
          {
            ...{ ...submissions, db, configuration, storage, claimFor, maxBytes: maxImportBytes },
            ...{ caller: callerOf(c, ctx.caller.workspaceId), address: actingOf(c).address },
            ...{ requestId: newId(), preference: 'full' },
          },
          {
            ...{ format, options, duplicatePolicy, body: bytesOf(form.file) },
            contentType: format === 'csv' ? 'text/csv' : 'application/x-ndjson',
          },
        )
        const { import: made } = JSON.parse(body) as { import: { id: string } }
        return c.redirect(`/imports/${slug}/${made.id}`, 303)
      } catch (err) {
        return again(c, slug, err, chosen)
      }
    })
    .get('/imports', async (c) => {
      const { all, chosen } = await workspacesFor(operator, c.req.query('workspace'))
      const [workspace] = chosen
      const cursor = z.string().max(200).optional().parse(c.req.query('cursor'))
      const list = workspace
        ? await listImports({ db, caller: operatorCaller(workspace.id) }, { limit: shown, cursor })
        : { imports: [], nextCursor: null }
      return c.html(
        importsPage({
          workspaces: all,
          slug: workspace?.slug ?? '',
          list,
          mayImport: mayChange(c, operator),
        }),
      )
    })
    .get('/imports/:slug/:id{[0-9a-fA-F-]{36}}', async (c) => {
      if (!z.guid().safeParse(c.req.param('id')).success) return c.notFound()
      const { slug, ctx, id } = await open(c)
      const { import: one } = await getImport(ctx, id)
      const refused = await firstRefused(ctx, id)
      // Their values are shown.
      if (refused.length > 0) await recordRead(c, ctx.caller.workspaceId, id)
      return c.html(importPage(slug, one, refused))
    })
    .get('/imports/:slug/:id{[0-9a-fA-F-]{36}}/refused.csv', async (c) => {
      if (!z.guid().safeParse(c.req.param('id')).success) return c.notFound()
      const { ctx, id } = await open(c)
      const lines = await readImportResults(ctx, id, { format: 'mend' })
      await recordRead(c, ctx.caller.workspaceId, id)
      return csvFile(c, `refused-${id}.csv`, lines)
    })
}

async function* bytesOf(file: File): AsyncGenerator<Uint8Array> {
  yield* file.stream()
}

async function firstRefused(
  ctx: Parameters<typeof readImportResults>[0],
  id: string,
): Promise<ImportResult[]> {
  const refused: ImportResult[] = []
  for await (const lines of await readImportResults(ctx, id, { outcome: 'refused' })) {
    for (const line of lines.split('\n')) if (line !== '') refused.push(JSON.parse(line) as ImportResult)
    if (refused.length >= mostRefused) break
  }
  return refused.slice(0, mostRefused)
}
