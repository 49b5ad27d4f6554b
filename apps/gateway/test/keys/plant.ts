import { randomInt, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { call, taken } from '../call.ts'
import { create } from '../create.ts'
import { makeForm } from '../documents/make-form.ts'
import type { TestGateway } from '../make-gateway.ts'
import type { Planted, SecuredRoute } from './secured-routes.ts'

/** Words that stand in everything that is planted, and nowhere else. */
export const markers = {
  /** Of a live lead. */
  live: 'zqlive',
  test: 'zqtest',
  /** Of another workspace. */
  other: 'zqother',
  /** What a webhook endpoint, or a source, says of itself. */
  endpoint: 'zqendpoint',
  /** A secret that signs webhooks, or what a source sends. */
  secret: 'zqsecret',
} as const
export type Marker = keyof typeof markers

/** The markers that a text holds. */
export function markersIn(text: string): Marker[] {
  const lower = text.toLowerCase()
  return (Object.keys(markers) as Marker[]).filter((marker) => lower.includes(markers[marker]))
}

/** Makes a lead that has a marker wherever a lead can have text, in its messages, its documents and its timeline too. */
export async function plant(gateway: TestGateway, key: string, marker: Marker): Promise<Planted> {
  const word = markers[marker]
  const contact = {
    email: `${randomUUID()}@example.com`,
    phoneNumber: `+1678${randomInt(200, 999)}${randomInt(1000, 9999)}`,
  }
  const { lead } = await create(gateway, key, {
    ...contact,
    firstName: `${word} first`,
    middleName: `${word} middle`,
    lastName: `${word} last`,
    consent: { channel: 'sms', text: `${word} agrees` },
    businessName: `${word} business`,
    externalLeadId: `${word}-external`,
    tags: [`${word} tag`],
    checklistItems: [{ code: 'business_name', value: `${word} value` }],
  })
  const send = async (path: string, body: object) =>
    (await taken(call(gateway, key, 'POST', path, body))) as Record<string, { id: string }>
  const base = `/leads/${lead.id}`
  await send(`${base}/checklist-items`, {
    label: `${word} item`,
    fieldType: 'TEXT',
    agentInstructions: `${word} instructions`,
  })
  await send('/activity', { leadId: lead.id, eventType: 'call', title: `${word} call`, description: word })
  const message = (status: string) => ({
    type: 'MESSAGE',
    status,
    messages: [{ channel: 'email', subject: `${word} subject`, body: `${word} body` }],
  })
  const sent = await send(`${base}/action-logs`, message('COMPLETED'))
  await send(`${base}/action-logs`, {
    type: 'TOOL_CALL',
    parentActionId: sent.actionLog?.id,
    summary: word,
    input: { word },
    output: { word },
    tool: { name: `${word} tool` },
  })
  const draft = await send(`${base}/action-logs`, message('AWAITING_APPROVAL'))
  const response = await gateway.app.request('/api/v1/documents', {
    method: 'POST',
    headers: { 'x-api-key': key },
    body: makeForm({ leadId: lead.id, files: [new File([`${word} content`], `${word}.txt`)] }),
  })
  const { documents } = (await taken(response)) as { documents: { id: string }[] }
  return {
    leadId: lead.id,
    documentId: documents[0]?.id ?? '',
    draftId: draft.actionLog?.id ?? '',
    contact,
  }
}

/** Makes what a route's path names beside the lead, and marks it, too. */
export async function prepareMarked(
  gateway: TestGateway,
  route: SecuredRoute,
  { leadId }: Planted,
  marker: Marker,
): Promise<void> {
  const { db } = gateway
  const word = markers[marker]
  await route.prepare?.(gateway, leadId)
  await sql`update documents set filename = ${`${word} row.txt`}, storage_key = storage_key || ${word} where id = ${leadId}::uuid`.execute(
    db,
  )
  await sql`update action_logs set summary = ${word}, input = ${JSON.stringify({ word })}, output = ${JSON.stringify({ word })}
    where id = ${leadId}::uuid`.execute(db)
  await sql`update imports set filename = ${word}, error = ${word} where workspace_id = (select workspace_id from leads where id = ${leadId}::uuid)
    and is_test = (select is_test from leads where id = ${leadId}::uuid)`.execute(db)
  const line = JSON.stringify({ row: 1, outcome: 'refused', code: 'invalid_request', detail: word })
  await sql`update import_chunks set results = results || chr(10) || ${line} where import_id = ${leadId}::uuid`.execute(
    db,
  )
  await sql`update webhook_endpoints set description = ${marker === 'other' ? word : markers.endpoint},
    signing_secrets = array[${`whsec_${markers.secret}`}] where id = ${leadId}::uuid`.execute(db)
  await sql`update sources set name = ${marker === 'other' ? word : markers.endpoint},
    secrets = ${JSON.stringify({ signingSecret: markers.secret })} where id = ${leadId}::uuid`.execute(db)
  await sql`update submissions set body = convert_to(${JSON.stringify({ told: word })}, 'UTF8'), ip = ${word}, user_agent = ${word},
    headers = ${JSON.stringify({ referer: word })} where id = ${leadId}::uuid`.execute(db)
  // Whatever an endpoint is sent is of live leads.
  const told = marker === 'other' ? word : markers.live
  await sql`update webhook_deliveries set payload = ${JSON.stringify({ told })}, response_excerpt = ${told}
    where endpoint_id = ${leadId}::uuid`.execute(db)
}
