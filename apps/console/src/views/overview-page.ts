import { html } from 'hono/html'
import type { ProcessReport } from '../overview/report-processes.ts'
import type { Overview } from '../overview/sampler.ts'
import { page } from './page.ts'
import { badge, dataTable, part } from './parts.ts'

const charts = [
  ['leads', 'Leads per second', 'Committed by all gateways'],
  ['answer', 'Answer time', 'Median and 95th percentile of the API'],
  ['enriched', 'Accept to enriched', 'From the commit to the last job, median and 95th percentile'],
  ['outbox', 'Outbox and owed age', 'The oldest event not yet announced, the oldest lead not yet enriched'],
  ['queues', 'Queue ages', 'The oldest job of each queue that is not done'],
  ['errors', 'Errors per second', 'Refused requests by kind, and jobs that failed for good'],
] as const

/** Whether leads flow: figures of this moment, charts of the last minutes, the queues. */
export function overviewPage({ backlog, queues, processes }: Overview) {
  const tiles = [
    ['outboxEvents', 'Waiting in the outbox', backlog?.outboxEvents],
    ['owedLeads', 'Leads being enriched', backlog?.owedLeads],
    ['deadLeads', 'Dead leads', backlog?.deadLeads],
    ['processes', 'Processes answering', answering(processes)],
  ] as const
  return page({
    title: 'Overview',
    section: '/',
    script: 'overview.js',
    body: html`<p id="state" class="note bad" role="status" hidden></p>
<dl class="tiles">
  ${tiles.map(([id, label, value]) => html`<div><dt>${label}</dt><dd id="tile-${id}">${value ?? 'unknown'}</dd></div>`)}
</dl>
<noscript><p class="note">The charts need JavaScript; the figures of this moment are below.</p></noscript>
<div class="charts">
  ${charts.map(
    ([id, title, about]) => html`<figure class="card chart" id="chart-${id}">
    <figcaption><strong>${title}</strong><span class="quiet">${about}</span></figcaption>
    <p class="now" aria-live="off">–</p>
    <svg viewBox="0 0 400 130" preserveAspectRatio="none" role="img" aria-label="${title}: no figures yet"></svg>
    <p class="axis quiet" aria-hidden="true"><span class="from"></span><span class="peak"></span><span>now</span></p>
    <ul class="legend"></ul>
  </figure>`,
  )}
</div>
${part(
  'Queues',
  dataTable({
    caption: 'Jobs in Redis by queue',
    columns: ['Queue', 'Waiting', 'Active', 'Delayed', 'Failed', 'State'],
    rows: Object.entries(queues ?? {}).map(([name, { counts, paused }]) => [
      html`<a href="/queues/queue/${name}">${name}</a>`,
      counts.waiting + counts.prioritized,
      counts.active,
      counts.delayed,
      counts.failed,
      paused ? badge('paused', 'bad') : badge('running', 'good'),
    ]),
    empty: 'Redis doesn’t tell. Leads are still taken in.',
  }),
)}
<div id="processes">${part('Processes', processTable(processes))}</div>`,
  })
}

function answering(processes: readonly ProcessReport[]): string {
  return `${processes.filter(({ isAnswering }) => isAnswering).length} of ${processes.length}`
}

function processTable(processes: readonly ProcessReport[]) {
  return dataTable({
    caption: 'A worker’s leads count once for each of their jobs',
    columns: ['Process', 'Metrics at', 'Leads per second', 'Memory', 'State'],
    rows: processes.map(({ address, isAnswering, kind, leadsPerSecond, memory }) => [
      kind,
      html`<code>${address}</code>`,
      leadsPerSecond === null ? null : Math.round(leadsPerSecond),
      memory === null ? null : `${Math.round(memory / 1e6)} MB`,
      isAnswering ? badge('answers', 'good') : badge('no answer', 'bad'),
    ]),
    empty: 'METRICS_URLS names none.',
  })
}
