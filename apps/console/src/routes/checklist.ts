import { AppError } from '@intake/contracts/app-error'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { loadChecklistTemplate } from '@intake/leads/admin/load-checklist-template'
import { readChecklistTemplate } from '@intake/leads/admin/read-checklist-template'
import { parseTemplateText, TemplateTextError } from '@intake/leads/checklist/parse-template-text'
import { writeTemplateText } from '@intake/leads/checklist/write-template-text'
import { Hono } from 'hono'
import { z } from 'zod'
import { actingOf, changeToken, type Operator } from '../operator.ts'
import { checklistPage } from '../views/checklist-page.ts'

const Edit = z.object({ template: z.string() })

/** The checklist template of a workspace, read and put in force as YAML. */
export function checklistRoutes(operator: Operator): Hono {
  const { db } = operator
  return new Hono()
    .get('/workspaces/:slug/checklist', async (c) => {
      const {
        id: workspaceId,
        slug,
        template_revision: revision,
      } = await findWorkspace(operator, c.req.param('slug'))
      const text = await readChecklistTemplate({ db }, { workspaceId }).then(
        ({ template }) => writeTemplateText(template),
        (error) => {
          if (error instanceof AppError && error.code === 'not_found') return ''
          throw error
        },
      )
      const token = await changeToken(c, operator, 'admin')
      return c.html(
        checklistPage({ slug, revision, text, token, done: c.req.query('done') ?? '', refused: null }),
      )
    })
    .post('/workspaces/:slug/checklist', async (c) => {
      const form = Edit.safeParse(await c.req.parseBody())
      if (!form.success) return c.notFound()
      const {
        id: workspaceId,
        slug,
        template_revision: revision,
      } = await findWorkspace(operator, c.req.param('slug'))
      const text = form.data.template
      try {
        const template = parseTemplateText(text)
        const { changed } = await loadChecklistTemplate({ db, ...actingOf(c) }, { workspaceId, template })
        return c.redirect(`/workspaces/${slug}/checklist?done=${changed ? 'saved' : 'same'}`, 303)
      } catch (refused) {
        if (!(refused instanceof TemplateTextError)) throw refused
        const token = await changeToken(c, operator)
        return c.html(checklistPage({ slug, revision, text, token, done: '', refused }), 400)
      }
    })
}
