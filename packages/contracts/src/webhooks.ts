import { z } from 'zod'
import { Paging } from './list-leads.ts'
import { optionalText, StorableText } from './text.ts'
import { testEvent, WebhookEvent, webhookEvents } from './webhook-events.ts'

const Time = z.iso.datetime({ precision: 3 })
const Url = StorableText.trim().min(1).max(2000)
const Events = z
  .array(WebhookEvent)
  .min(1)
  .max(100)
  .transform((events) => [...new Set(events)])

/** Body of `POST /api/v1/webhook-endpoints`; without events, all of them. */
export const CreateWebhookEndpointRequest = z
  .object({
    url: Url.describe('Where to send: https, and no private address unless the service allows it.'),
    events: Events.nullish()
      .transform((events) => events ?? [...webhookEvents])
      .describe('What to send; everything unless given.'),
    apiActivity: z
      .boolean()
      .nullish()
      .describe('Whether `action_log.completed` tells of API_ACTIVITY entries, too; false unless given.'),
    description: optionalText(500).describe('For people.'),
  })
  .meta({ id: 'CreateWebhookEndpointRequest', description: 'An address that is to hear of events.' })
export type CreateWebhookEndpointRequest = z.infer<typeof CreateWebhookEndpointRequest>

/** Body of `PUT /api/v1/webhook-endpoints/{id}`: absent leaves as it is. To enable gives a fresh start. */
export const UpdateWebhookEndpointRequest = z
  .object({
    url: Url.optional().describe('Another address.'),
    events: Events.optional().describe('Other events.'),
    apiActivity: z.boolean().optional().describe('Whether it hears of API_ACTIVITY entries.'),
    description: StorableText.trim().max(500).nullish().describe('For people; null for none.'),
    enabled: z.boolean().optional().describe('False stops it; true starts it afresh, whatever has failed.'),
  })
  .meta({ id: 'UpdateWebhookEndpointRequest', description: 'What changes; the rest stays.' })
export type UpdateWebhookEndpointRequest = z.infer<typeof UpdateWebhookEndpointRequest>

/** Body of the calls that need none: rotate, test, replay. */
export const EmptyRequest = z
  .object({})
  .meta({ id: 'EmptyRequest', description: 'An empty object: the call needs no more than its address.' })

export const WebhookEndpoint = z
  .strictObject({
    id: z.uuid().describe('UUID of the endpoint.'),
    url: z.string().describe('Where it is.'),
    description: z.string().nullable().describe('For people.'),
    events: z.array(z.string()).describe('What it is sent.'),
    apiActivity: z.boolean().describe('Whether `action_log.completed` tells of API_ACTIVITY entries, too.'),
    status: z
      .enum(['ENABLED', 'PAUSED', 'DISABLED'])
      .describe('PAUSED: it failed too often in a row and is probed at `pausedUntil`.'),
    disabledAt: Time.nullable().describe('When it was stopped.'),
    disabledReason: z.string().nullable().describe('Why.'),
    failures: z.int().describe('Failed tries in a row.'),
    failingSince: Time.nullable().describe('Since when it has failed; null while all is well.'),
    pausedUntil: Time.nullable().describe('When it is probed again.'),
    oldSecretUntil: Time.nullable().describe(
      'While a rotation lasts: until then the secret before signs too.',
    ),
    createdAt: Time.describe('When it was made.'),
    updatedAt: Time.describe('When it was last changed.'),
  })
  .meta({ id: 'WebhookEndpoint', description: 'An address that hears of events.' })
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>

/** Answers of create and rotate, less `success`: the one time that a secret is told. */
export const WebhookSecretAnswer = z.strictObject({
  webhookEndpoint: WebhookEndpoint.describe('The endpoint.'),
  secret: z.string().describe('What signs: `whsec_` and base64, told this once.'),
})
export type WebhookSecretAnswer = z.infer<typeof WebhookSecretAnswer>

export const WebhookEndpointAnswer = z.strictObject({
  webhookEndpoint: WebhookEndpoint.describe('The endpoint.'),
})
export type WebhookEndpointAnswer = z.infer<typeof WebhookEndpointAnswer>

/** Answer of `GET /api/v1/webhook-endpoints`, oldest first. */
export const ListWebhookEndpointsAnswer = z
  .strictObject({ webhookEndpoints: z.array(WebhookEndpoint).describe('Oldest first.') })
  .meta({ id: 'ListWebhookEndpointsAnswer', description: 'All endpoints of the workspace.' })

export const WebhookDeliveryStatus = z.enum(['PENDING', 'DELIVERED', 'FAILED']).meta({
  id: 'WebhookDeliveryStatus',
  description: 'PENDING is still tried; FAILED is not, unless it is replayed.',
})
export type WebhookDeliveryStatus = z.infer<typeof WebhookDeliveryStatus>

export const WebhookDelivery = z
  .strictObject({
    id: z.uuid().describe('UUID of the delivery: the `webhook-id` of every try.'),
    webhookEndpointId: z.uuid().describe('UUID of its endpoint.'),
    event: z.string().describe('What it tells of.'),
    leadId: z.uuid().nullable().describe('UUID of the lead; null for a test, and for a test key.'),
    status: WebhookDeliveryStatus.describe('Where it stands.'),
    attempts: z.int().describe('Tries so far.'),
    responseStatus: z.int().nullable().describe('HTTP status of the last answer.'),
    responseExcerpt: z
      .string()
      .nullable()
      .describe('The beginning of the last refusal’s body; null without `leads:read`.'),
    error: z.string().nullable().describe('Why the last try failed.'),
    nextAttemptAt: Time.nullable().describe('When it is tried next.'),
    deliveredAt: Time.nullable().describe('When it was taken.'),
    createdAt: Time.describe('When the event happened.'),
  })
  .meta({ id: 'WebhookDelivery', description: 'One event on its way to one endpoint.' })
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

export const WebhookDeliveryAnswer = z.strictObject({
  webhookDelivery: WebhookDelivery.describe('The delivery.'),
})
export type WebhookDeliveryAnswer = z.infer<typeof WebhookDeliveryAnswer>

/** Query of `GET /api/v1/webhook-endpoints/{id}/deliveries`. */
export const ListWebhookDeliveriesQuery = Paging.extend({
  status: WebhookDeliveryStatus.optional().describe('Where they stand.'),
  event: z
    .enum([...webhookEvents, testEvent])
    .optional()
    .describe('What they tell of.'),
})
export type ListWebhookDeliveriesQuery = z.infer<typeof ListWebhookDeliveriesQuery>

/** Its answer, newest first. */
export const ListWebhookDeliveriesAnswer = z
  .strictObject({
    webhookDeliveries: z.array(WebhookDelivery).describe('Newest first.'),
    nextCursor: z.string().nullable().describe('Opens the next page; null on the last one.'),
  })
  .meta({ id: 'ListWebhookDeliveriesAnswer', description: 'A page of an endpoint’s deliveries.' })
export type ListWebhookDeliveriesAnswer = z.infer<typeof ListWebhookDeliveriesAnswer>
