import { ListAuditEventsQuery } from '@intake/contracts/audit-events'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { listAuditEvents } from '@intake/leads/audit/list-audit-events'
import { type Command, InvalidArgumentError } from 'commander'
import { table } from '../output.ts'
import type { Session } from '../session.ts'
import { checkRequest } from '../source-options.ts'
import { parseId } from '../with-webhooks.ts'

interface Options {
  actor?: string
  action?: string
  lead?: string
  subject?: string
  since?: string
  until?: string
}

const shown = 100

/** `audit list <workspace>` */
export function addAuditList(parent: Command, session: Session): void {
  parent
    .command('list')
    .description(`list who did what in a workspace, and who read which lead: the newest ${shown}`)
    .argument('<workspace>', 'slug of the workspace')
    .option('--actor <id>', 'id of a key, or name of a person')
    .option('--action <action>', 'such as key.created or lead.read')
    .option('--lead <lead>', 'what was done to this lead, by its id', parseId)
    .option('--subject <id>', 'what was done to this source, endpoint, key, …')
    .option('--since <time>', 'at this time or later, such as 2026-11-30 or 2026-11-30T12:00:00Z', parseTime)
    .option('--until <time>', 'before this time', parseTime)
    .addHelpText(
      'after',
      '\nExample:\n  $ npm run admin -- audit list acme --action lead.read --since 2026-11-01',
    )
    .action(async (slug: string, { actor, action, lead, subject, since, until }: Options) => {
      const query = checkRequest(ListAuditEventsQuery, {
        ...{ actor, action, since, until, limit: shown },
        ...(lead ? { subjectType: 'lead', subjectId: lead } : { subjectId: subject }),
      })
      const { auditEvents } = await session.withDatabase(async ({ db }) => {
        const { id: workspaceId } = await findWorkspace({ db }, slug)
        return listAuditEvents({ db, workspaceId }, query)
      })
      const rows = auditEvents.map(
        ({ at, actor: { kind, id, name }, action, subject, address, details }) => ({
          ...{ at, who: `${kind} ${name ?? id}`.trim(), action, what: `${subject.type} ${subject.id}` },
          ...{ address, details: JSON.stringify(details) },
        }),
      )
      session.output.result(auditEvents, rows.length > 0 ? table(rows) : 'There are none.')
    })
}

function parseTime(text: string): string {
  const time = new Date(text)
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('A time is such as 2026-11-30 or 2026-11-30T12:00:00Z.')
  return time.toISOString()
}
