import type { ImportResult } from '@intake/contracts/imports'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { operatorCaller } from '@intake/leads/admin/operator-caller'
import { getImport } from '@intake/leads/imports/get-import'
import { listImports } from '@intake/leads/imports/list-imports'
import { readImportResults } from '@intake/leads/imports/read-import-results'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { csvFile } from '../csv-file.ts'
import { type Operator, workspacesFor } from '../operator.ts'
import { importPage } from '../views/import-page.ts'
import { importsPage } from '../views/imports-page.ts'

const shown = 50
const mostRefused = 100

/** Files of leads that are taken in: all of a workspace, one with what was refused of it, and that as a file to mend. */
export function importRoutes(operator: Operator): Hono {
  const { db } = operator
  const open = async (c: Context) => {
    const { id: workspaceId, slug } = await findWorkspace(operator, c.req.param('slug') ?? '')
    return {
      slug,
      ctx: { db, caller: operatorCaller(workspaceId) },
      id: (c.req.param('id') ?? '').toLowerCase(),
    }
  }
  return new Hono()
    .get('/imports', async (c) => {
      const { all, chosen } = await workspacesFor(operator, c.req.query('workspace'))
      const [workspace] = chosen
      const cursor = z.string().max(200).optional().parse(c.req.query('cursor'))
      const list = workspace
        ? await listImports({ db, caller: operatorCaller(workspace.id) }, { limit: shown, cursor })
        : { imports: [], nextCursor: null }
      return c.html(importsPage({ workspaces: all, slug: workspace?.slug ?? '', list }))
    })
    .get('/imports/:slug/:id{[0-9a-fA-F-]{36}}', async (c) => {
      if (!z.guid().safeParse(c.req.param('id')).success) return c.notFound()
      const { slug, ctx, id } = await open(c)
      const { import: one } = await getImport(ctx, id)
      return c.html(importPage(slug, one, await firstRefused(ctx, id)))
    })
    .get('/imports/:slug/:id{[0-9a-fA-F-]{36}}/refused.csv', async (c) => {
      if (!z.guid().safeParse(c.req.param('id')).success) return c.notFound()
      const { ctx, id } = await open(c)
      const lines = await readImportResults(ctx, id, { format: 'mend' })
      return csvFile(c, `refused-${id}.csv`, lines)
    })
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
