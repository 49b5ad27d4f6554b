import type { findWorkspace } from '@intake/leads/admin/find-workspace'
import type { listApiKeys } from '@intake/leads/admin/list-api-keys'
import type { listWorkspaces } from '@intake/leads/admin/list-workspaces'
import { html } from 'hono/html'
import { page } from './page.ts'
import { badge, dataTable, facts, moment, part } from './parts.ts'

type Key = Awaited<ReturnType<typeof listApiKeys>>[number]

/** All workspaces. */
export function workspacesPage(workspaces: Awaited<ReturnType<typeof listWorkspaces>>) {
  return page({
    title: 'Workspaces',
    section: '/workspaces',
    body: dataTable({
      caption: 'Oldest first',
      columns: ['Workspace', 'Slug', 'Region', 'Template', 'Created (UTC)'],
      rows: workspaces.map(({ slug, name, defaultRegion, templateRevision, createdAt }) => [
        html`<a href="/workspaces/${slug}">${name}</a>`,
        html`<code>${slug}</code>`,
        defaultRegion,
        templateRevision > 0 ? `revision ${templateRevision}` : null,
        moment(createdAt),
      ]),
      empty: 'There are no workspaces yet; “npm run admin -- workspace create” makes one.',
    }),
  })
}

/** One workspace and its keys, without their secrets. */
export function workspacePage(workspace: Awaited<ReturnType<typeof findWorkspace>>, keys: Key[]) {
  const { slug } = workspace
  return page({
    title: workspace.name,
    section: '/workspaces',
    body: html`${part(
      'Settings',
      facts([
        ['Slug', html`<code>${slug}</code>`],
        ['Id', html`<code>${workspace.id}</code>`],
        ['Region of phones', workspace.default_region],
        ['Calling hours', `${workspace.calling_from} to ${workspace.calling_to}`],
        ['Duplicates', workspace.duplicate_policy],
        ['Template', `revision ${workspace.template_revision}`],
        [
          'See',
          html`<a href="/leads?workspace=${slug}">its leads</a>, <a href="/workspaces/${slug}/sources">its sources</a>, <a href="/workspaces/${slug}/suppressions">its opt-outs</a>, <a href="/webhooks?workspace=${slug}">its webhooks</a>`,
        ],
      ]),
    )}
${part(
  'Keys',
  dataTable({
    caption: 'Without their secrets, which nobody has',
    columns: ['Prefix', 'Name', 'Kind', 'State', 'Scopes', 'Rate', 'Last used (UTC)', 'Expires (UTC)'],
    rows: keys.map((key) => [
      html`<code>${key.prefix}</code>`,
      key.name,
      key.isTest ? 'test' : 'live',
      stateOf(key),
      key.scopes.join(', '),
      key.rateLimit ? `${key.rateLimit}/s` : null,
      moment(key.lastUsedAt),
      moment(key.expiresAt),
    ]),
    empty: 'It has no keys yet; “npm run admin -- key create” makes one.',
  }),
)}`,
  })
}

function stateOf({ revokedAt, expiresAt }: Key) {
  if (revokedAt) return badge('revoked', 'bad')
  return expiresAt && expiresAt <= new Date() ? badge('expired', 'bad') : badge('active', 'good')
}
