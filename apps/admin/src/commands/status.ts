import type { Db } from '@intake/database/create-database'
import { look } from '@intake/database/look'
import { type Needs, readNeeds } from '@intake/leads/admin/read-needs'
import { type Backlog, readBacklog } from '@intake/leads/enrichment/read-backlog'
import { type IntakeBacklog, readIntakeBacklog } from '@intake/leads/sources/read-intake-backlog'
import { readWebhookBacklog, type WebhookBacklog } from '@intake/leads/webhooks/read-webhook-backlog'
import type { Command } from 'commander'
import { printable } from '../output.ts'
import { QuietFailure } from '../quiet-failure.ts'
import type { Session } from '../session.ts'

/** From here on an alert of ops/alerts.yml fires, seconds. */
const late = { outbox: 60, owed: 300, webhooks: 120 }

async function readStanding(trx: Db) {
  return {
    backlog: await readBacklog(trx),
    webhooks: await readWebhookBacklog(trx),
    intake: await readIntakeBacklog(trx),
    needs: await readNeeds(trx),
  }
}

/** `status` */
export function addStatus(program: Command, session: Session): void {
  program
    .command('status')
    .description('tell what waits, over all workspaces; exit code 1 when something needs a person')
    .action(async () => {
      const standing = await session.withDatabase(({ db }) => look(db, readStanding, { timeoutMs: 5000 }))
      const todo = listTodo(standing)
      const { backlog, webhooks, intake, needs } = standing
      session.output.result(
        { ok: todo.length === 0, todo, ...backlog, webhooks, submissions: intake, ...needs },
        describe(standing, todo),
      )
      if (todo.length > 0) throw new QuietFailure()
    })
}

interface Standing {
  backlog: Backlog
  webhooks: WebhookBacklog
  intake: IntakeBacklog
  needs: Needs
}

/** What a person has to do, a sentence each, with the command that says more. */
function listTodo({ backlog, webhooks, needs }: Standing): string[] {
  const { gateway, worker } = needs.connections
  return [
    ...(gateway === 0 ? ['No gateway is connected to this database: nothing is taken in.'] : []),
    ...(worker === 0 ? ['No worker is connected to this database: nothing is enriched or sent.'] : []),
    ...(backlog.outboxOldestSeconds > late.outbox
      ? [
          `The outbox isn’t emptied: its oldest event is ${span(backlog.outboxOldestSeconds)} old. Look at Redis: “doctor”.`,
        ]
      : []),
    ...(backlog.owedOldestSeconds > late.owed
      ? [`A lead has waited ${span(backlog.owedOldestSeconds)} for its enrichment. Look at the workers.`]
      : []),
    ...(webhooks.oldestDueSeconds > late.webhooks
      ? [`A webhook has been due for ${span(webhooks.oldestDueSeconds)}. Look at the workers.`]
      : []),
    ...needs.workspaces.flatMap(({ slug, dead, quarantined, disabledEndpoints, lateErasures }) => [
      ...(dead > 0 ? [`${slug}: ${dead} dead. Look: “dead list --workspace ${slug}”.`] : []),
      ...(quarantined > 0
        ? [
            `${slug}: ${quarantined} quarantined. Look: “submission list --workspace ${slug} --status QUARANTINED”.`,
          ]
        : []),
      ...(disabledEndpoints > 0
        ? [`${slug}: ${disabledEndpoints} webhook endpoints are disabled. Look: “webhook list ${slug}”.`]
        : []),
      ...(lateErasures > 0 ? [`${slug}: ${lateErasures} erasures aren’t done after an hour.`] : []),
    ]),
    ...needs.sources.map(
      ({ workspace, name, health, reason }) =>
        `${workspace}: the source “${printable(name)}” is ${health.toLowerCase()}${reason ? `, ${printable(reason)}` : ''}. Look: “source list --workspace ${workspace}”.`,
    ),
  ]
}

function describe({ backlog, webhooks, intake, needs }: Standing, todo: readonly string[]): string {
  const { gateway, worker, console } = needs.connections
  return [
    `Outbox       ${backlog.outboxEvents} events, the oldest ${span(backlog.outboxOldestSeconds)} old`,
    `Enrichment   ${backlog.owedLeads} leads wait, the first for ${span(backlog.owedOldestSeconds)}; ${backlog.deadLeads} dead`,
    `Webhooks     ${webhooks.enabled} enabled, ${webhooks.paused} paused, ${webhooks.disabled} disabled; the oldest due for ${span(webhooks.oldestDueSeconds)}`,
    `Submissions  ${intake.received} to be fetched, ${intake.quarantined} quarantined`,
    `Sources      ${intake.ok} well, ${intake.silent} silent, ${intake.degraded} degraded`,
    `Connections  gateways ${gateway}, workers ${worker}, console ${console}`,
    '',
    ...(todo.length === 0
      ? ['Nothing needs a person.']
      : ['Needs a person:', ...todo.map((one) => `- ${one}`)]),
  ].join('\n')
}

function span(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`
}
