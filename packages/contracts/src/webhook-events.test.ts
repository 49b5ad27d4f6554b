import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { testEvent, WebhookPayload, webhookEvents } from './webhook-events.ts'

test('every event is told in docs/webhook-requests.md, and its examples are what is sent', async () => {
  const text = await readFile(new URL('../../../docs/webhook-requests.md', import.meta.url), 'utf8')
  const examples = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json ?? ''))
  for (const example of examples) expect(WebhookPayload.parse(example)).toEqual(example)
  for (const event of [...webhookEvents, testEvent]) expect(text).toContain(`**${event}**`)
  expect(examples).toHaveLength(webhookEvents.length - 1)
})
