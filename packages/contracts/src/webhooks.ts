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
export const CreateWebhookEndpointRequest = z.object({
  url: Url,
  events: Events.nullish().transform((events) => events ?? [...webhookEvents]),
  description: optionalText(500),
})
export type CreateWebhookEndpointRequest = z.infer<typeof CreateWebhookEndpointRequest>

/** Body of `PUT /api/v1/webhook-endpoints/{id}`: absent leaves as it is. To enable gives a fresh start. */
export const UpdateWebhookEndpointRequest = z.object({
  url: Url.optional(),
  events: Events.optional(),
  description: StorableText.trim().max(500).nullish(),
  enabled: z.boolean().optional(),
})
export type UpdateWebhookEndpointRequest = z.infer<typeof UpdateWebhookEndpointRequest>

/** Body of the calls that need none: rotate, test, replay. */
export const EmptyRequest = z.object({})

export const WebhookEndpoint = z.strictObject({
  id: z.uuid(),
  url: z.string(),
  description: z.string().nullable(),
  events: z.array(z.string()),
  /** PAUSED: it failed too often in a row and is probed at `pausedUntil`. */
  status: z.enum(['ENABLED', 'PAUSED', 'DISABLED']),
  disabledAt: Time.nullable(),
  disabledReason: z.string().nullable(),
  /** Failed tries in a row. */
  failures: z.int(),
  failingSince: Time.nullable(),
  pausedUntil: Time.nullable(),
  /** While a rotation lasts: until then the secret before signs too. */
  oldSecretUntil: Time.nullable(),
  createdAt: Time,
  updatedAt: Time,
})
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>

/** Answers of create and rotate, less `success`: the one time that a secret is told. */
export const WebhookSecretAnswer = z.strictObject({ webhookEndpoint: WebhookEndpoint, secret: z.string() })
export type WebhookSecretAnswer = z.infer<typeof WebhookSecretAnswer>

export const WebhookEndpointAnswer = z.strictObject({ webhookEndpoint: WebhookEndpoint })
export type WebhookEndpointAnswer = z.infer<typeof WebhookEndpointAnswer>

/** Answer of `GET /api/v1/webhook-endpoints`, oldest first. */
export const ListWebhookEndpointsAnswer = z.strictObject({ webhookEndpoints: z.array(WebhookEndpoint) })

export const WebhookDeliveryStatus = z.enum(['PENDING', 'DELIVERED', 'FAILED'])
export type WebhookDeliveryStatus = z.infer<typeof WebhookDeliveryStatus>

export const WebhookDelivery = z.strictObject({
  /** The `webhook-id` of every try. */
  id: z.uuid(),
  webhookEndpointId: z.uuid(),
  event: z.string(),
  leadId: z.uuid().nullable(),
  status: WebhookDeliveryStatus,
  attempts: z.int(),
  responseStatus: z.int().nullable(),
  /** The beginning of the last refusal's body. */
  responseExcerpt: z.string().nullable(),
  error: z.string().nullable(),
  nextAttemptAt: Time.nullable(),
  deliveredAt: Time.nullable(),
  createdAt: Time,
})
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

export const WebhookDeliveryAnswer = z.strictObject({ webhookDelivery: WebhookDelivery })
export type WebhookDeliveryAnswer = z.infer<typeof WebhookDeliveryAnswer>

/** Query of `GET /api/v1/webhook-endpoints/{id}/deliveries`. */
export const ListWebhookDeliveriesQuery = Paging.extend({
  status: WebhookDeliveryStatus.optional(),
  event: z.enum([...webhookEvents, testEvent]).optional(),
})
export type ListWebhookDeliveriesQuery = z.infer<typeof ListWebhookDeliveriesQuery>

/** Its answer, newest first. */
export const ListWebhookDeliveriesAnswer = z.strictObject({
  webhookDeliveries: z.array(WebhookDelivery),
  nextCursor: z.string().nullable(),
})
export type ListWebhookDeliveriesAnswer = z.infer<typeof ListWebhookDeliveriesAnswer>
