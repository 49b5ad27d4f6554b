import type { Import, ListImportsAnswer } from '@intake/contracts/imports'
import { html } from 'hono/html'
import { page } from './page.ts'
import { badge, dataTable, moment, workspaceSelect } from './parts.ts'
import { words } from './words.ts'

/** The imports of one workspace. */
export function importsPage(options: {
  workspaces: { slug: string; name: string }[]
  slug: string
  list: ListImportsAnswer
  mayImport: boolean
}) {
  const { workspaces, slug, list, mayImport } = options
  const { nextCursor } = list
  const older = new URLSearchParams({ workspace: slug, cursor: nextCursor ?? '' })
  return page({
    title: 'Imports',
    section: '/imports',
    body: html`<form method="get" action="/imports" class="search">
  <div class="grow">${workspaceSelect(workspaces, slug)}</div><button class="button">Show</button>
</form>
${mayImport && slug !== '' ? html`<p class="pages"><a class="button" href="/imports/new?workspace=${slug}">Import a file</a></p>` : ''}
${dataTable({
  caption: 'Newest first',
  columns: ['File', 'State', 'Read', 'Created', 'Merged', 'Refused', 'Warned', 'Received (UTC)'],
  rows: list.imports.map((one) => [
    html`<a href="/imports/${slug}/${one.id}">${one.filename ?? one.format}</a>${one.isTest ? html` ${badge('test')}` : ''}`,
    importState(one),
    one.rows.read,
    one.rows.created,
    one.rows.merged,
    one.rows.refused,
    one.rows.warned,
    moment(one.createdAt),
  ]),
  empty: 'Nothing was imported. “npm run admin -- import” and POST /api/v1/imports take files in.',
})}
${nextCursor === null ? '' : html`<p class="pages"><a class="button small quiet" href="/imports?${older}">Older</a></p>`}`,
  })
}

/** Where an import stands, with how far it is while it runs. */
export function importState({ status, size, bytesDone, error }: Import) {
  const tone = status === 'COMPLETED' ? 'good' : status === 'FAILED' ? 'bad' : 'plain'
  const part = size > 0 ? Math.floor((bytesDone / size) * 100) : 0
  return html`${badge(words(status), tone)} ${status === 'RUNNING' ? `${part} %` : ''} ${error ?? ''}`
}
