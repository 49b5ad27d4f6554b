import type { findWorkspace } from '@intake/leads/admin/find-workspace'
import type { listApiKeys } from '@intake/leads/admin/list-api-keys'
import type { listWorkspaces } from '@intake/leads/admin/list-workspaces'
import { defaultScopes, scopes } from '@intake/leads/workspace/caller'
import { html } from 'hono/html'
import { actionForm, tokenInput } from './forms.ts'
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
export function workspacePage(
  workspace: Awaited<ReturnType<typeof findWorkspace>>,
  keys: Key[],
  { token, isRevoked }: { token: string | null; isRevoked: boolean },
) {
  const { slug } = workspace
  return page({
    title: workspace.name,
    section: '/workspaces',
    note: isRevoked ? 'The key is revoked: every process refuses it within a second.' : undefined,
    body: html`${part(
      'Settings',
      facts([
        ['Slug', html`<code>${slug}</code>`],
        ['Id', html`<code>${workspace.id}</code>`],
        ['Region of phones', workspace.default_region],
        ['Calling hours', `${workspace.calling_from} to ${workspace.calling_to}`],
        ['Duplicates', workspace.duplicate_policy],
        [
          'Checklist',
          html`<a href="/workspaces/${slug}/checklist">revision ${workspace.template_revision}</a>`,
        ],
        [
          'See',
          html`<a href="/leads?workspace=${slug}">its leads</a>, <a href="/workspaces/${slug}/sources">its sources</a>, <a href="/workspaces/${slug}/submissions">what came in</a>, <a href="/workspaces/${slug}/suppressions">its opt-outs</a>, <a href="/webhooks?workspace=${slug}">its webhooks</a>`,
        ],
      ]),
    )}
${part(
  'Keys',
  dataTable({
    caption: 'Without their secrets, which nobody has',
    columns: [
      'Prefix',
      'Name',
      'Kind',
      'State',
      'Scopes',
      'Rate',
      'Last used (UTC)',
      'Expires (UTC)',
      ...(token === null ? [] : ['Change']),
    ],
    rows: keys.map((key) => [
      html`<code>${key.prefix}</code>`,
      key.name,
      key.isTest ? 'test' : 'live',
      stateOf(key),
      key.scopes.join(', '),
      key.rateLimit ? `${key.rateLimit}/s` : null,
      moment(key.lastUsedAt),
      moment(key.expiresAt),
      ...(token === null ? [] : [hasEnded(key) ? null : keyForms(slug, key, token)]),
    ]),
    empty: 'It has no keys yet; “npm run admin -- key create” makes one.',
  }),
)}
${token === null ? '' : part('Make a key', newKeyForm(slug, token))}`,
  })
}

function stateOf(key: Key) {
  if (key.revokedAt) return badge('revoked', 'bad')
  return hasEnded(key) ? badge('expired', 'bad') : badge('active', 'good')
}

function hasEnded({ revokedAt, expiresAt }: Key): boolean {
  return revokedAt !== null || (expiresAt !== null && expiresAt <= new Date())
}

function keyForms(slug: string, { id, name }: Key, token: string) {
  const form = (verb: 'rotate' | 'revoke', label: string) =>
    actionForm({ action: `/workspaces/${slug}/keys/${verb}`, token, label, of: name, fields: { key: id } })
  return html`${form('rotate', 'Rotate')} ${form('revoke', 'Revoke')}`
}

function newKeyForm(slug: string, token: string) {
  return html`<form method="post" action="/workspaces/${slug}/keys" class="search">${tokenInput(token)}
  <div class="grow"><label for="name">Who or what uses it</label>
    <input id="name" name="name" required maxlength="100" autocomplete="off"></div>
  <div><label for="kind">Kind</label><select id="kind" name="kind">
    <option value="live">live</option><option value="test">test</option></select></div>
  <div><label for="days">Days until it ends</label>
    <input id="days" name="days" type="number" min="1" max="3650" placeholder="never"></div>
  <fieldset class="grow"><legend>It may</legend>${scopes.map(
    (scope) =>
      html`<label class="choice"><input type="checkbox" name="scopes" value="${scope}"${defaultScopes.includes(scope) ? html` checked` : ''}> ${scope}</label>`,
  )}</fieldset>
  <button class="button">Make</button>
</form>
<p class="quiet">Of a key that is rotated the old one stays good for seven days.</p>`
}
