import {
  CreateWebhookEndpointRequest,
  EmptyRequest,
  ListWebhookDeliveriesAnswer,
  ListWebhookDeliveriesQuery,
  ListWebhookEndpointsAnswer,
  UpdateWebhookEndpointRequest,
  WebhookDeliveryAnswer,
  WebhookEndpointAnswer,
  WebhookSecretAnswer,
} from '@intake/contracts/webhooks'
import { z } from 'zod'
import { exampleIds } from '../example-ids.ts'
import { minimalAnswer, type Operation, success } from '../operation.ts'

const Id = z.strictObject({ id: z.uuid().describe('UUID.') })
const MinimalEndpoint = minimalAnswer('MinimalWebhookEndpointAnswer', {
  webhookEndpoint: Id.describe('The endpoint.'),
})
const MinimalDelivery = minimalAnswer('MinimalWebhookDeliveryAnswer', {
  webhookDelivery: Id.describe('The delivery.'),
})
const MinimalSecret = minimalAnswer('MinimalWebhookSecretAnswer', {
  webhookEndpoint: Id.describe('The endpoint.'),
  secret: WebhookSecretAnswer.shape.secret,
})
const SecretAnswer = WebhookSecretAnswer.extend(success).meta({
  id: 'WebhookSecretAnswer',
  description: 'An endpoint and, this once, its secret.',
})
const EndpointAnswer = WebhookEndpointAnswer.extend(success).meta({
  id: 'WebhookEndpointAnswer',
  description: 'The endpoint as it is now.',
})
const DeliveryAnswer = WebhookDeliveryAnswer.extend(success).meta({
  id: 'WebhookDeliveryAnswer',
  description: 'The delivery as it is now.',
})

const common = { tag: 'Webhooks', scope: 'webhooks:manage' } as const
const endpointParams = { id: z.uuid().describe('UUID of the endpoint.') }
const ofEndpoint = { id: exampleIds.endpoint }
const liveOnly = 'Not with a test key.'

export const webhookOperations: Operation[] = [
  {
    ...common,
    id: 'createWebhookEndpoint',
    method: 'post',
    path: '/api/v1/webhook-endpoints',
    summary: 'Hear of events',
    description: `Events are posted there as Standard Webhooks say: signed, in order for one lead, and tried again for days. ${liveOnly}`,
    besides: 'leads:read',
    body: CreateWebhookEndpointRequest,
    minimal: MinimalSecret,
    answer: SecretAnswer,
    examples: {
      created: {
        summary: 'Leads as they come in',
        body: { url: 'https://example.com/hooks/intake', events: ['lead.created', 'lead.completed'] },
      },
    },
  },
  {
    ...common,
    id: 'listWebhookEndpoints',
    method: 'get',
    path: '/api/v1/webhook-endpoints',
    summary: 'List endpoints',
    answer: ListWebhookEndpointsAnswer,
    examples: { all: { summary: 'All of them' } },
  },
  {
    ...common,
    id: 'getWebhookEndpoint',
    method: 'get',
    path: '/api/v1/webhook-endpoints/:id',
    summary: 'Read an endpoint',
    params: endpointParams,
    answer: WebhookEndpointAnswer.meta({
      id: 'GetWebhookEndpointAnswer',
      description: 'An endpoint.',
    }),
    examples: { endpoint: { summary: 'An endpoint', params: ofEndpoint } },
  },
  {
    ...common,
    id: 'updateWebhookEndpoint',
    method: 'put',
    path: '/api/v1/webhook-endpoints/:id',
    summary: 'Change, stop or start an endpoint',
    description: `Another address or other events need the scope \`leads:read\` besides. ${liveOnly}`,
    params: endpointParams,
    body: UpdateWebhookEndpointRequest,
    minimal: MinimalEndpoint,
    answer: EndpointAnswer,
    examples: { stop: { summary: 'Stop it', params: ofEndpoint, body: { enabled: false } } },
  },
  {
    ...common,
    id: 'deleteWebhookEndpoint',
    method: 'delete',
    path: '/api/v1/webhook-endpoints/:id',
    summary: 'Delete an endpoint',
    description: `With its secrets; nothing more is sent to it. ${liveOnly}`,
    params: endpointParams,
    answer: z
      .strictObject({ ...success, webhookEndpoint: Id.describe('The endpoint that was.') })
      .meta({ id: 'DeleteWebhookEndpointAnswer', description: 'The id of what was deleted.' }),
    examples: { endpoint: { summary: 'An endpoint', params: ofEndpoint } },
  },
  {
    ...common,
    id: 'rotateWebhookSecret',
    method: 'post',
    path: '/api/v1/webhook-endpoints/:id/rotate-secret',
    summary: 'Get a new secret',
    description: `For a day, unless set otherwise, the old secret signs too. ${liveOnly}`,
    params: endpointParams,
    body: EmptyRequest,
    minimal: MinimalSecret,
    answer: SecretAnswer,
    examples: { rotate: { summary: 'Another secret', params: ofEndpoint, body: {} } },
  },
  {
    ...common,
    id: 'testWebhookEndpoint',
    method: 'post',
    path: '/api/v1/webhook-endpoints/:id/test',
    summary: 'Send a test event',
    description: `Whatever the endpoint is subscribed to, and even while it is stopped; tried once. ${liveOnly}`,
    params: endpointParams,
    body: EmptyRequest,
    minimal: MinimalDelivery,
    answer: DeliveryAnswer,
    examples: { test: { summary: 'A test', params: ofEndpoint, body: {} } },
  },
  {
    ...common,
    id: 'listWebhookDeliveries',
    method: 'get',
    path: '/api/v1/webhook-endpoints/:id/deliveries',
    summary: 'See what was sent to an endpoint, and what came of it',
    description:
      '`responseExcerpt` is told to keys with `leads:read`, for it may repeat what was sent. A test key is told of no lead.',
    params: endpointParams,
    query: ListWebhookDeliveriesQuery,
    answer: ListWebhookDeliveriesAnswer,
    paged: true,
    examples: { all: { summary: 'The newest', params: { ...ofEndpoint, limit: '20' } } },
  },
  {
    ...common,
    id: 'replayWebhookDelivery',
    method: 'post',
    path: '/api/v1/webhook-deliveries/:id/replay',
    summary: 'Send a delivery again',
    description: `The same id and body, with all its tries, in its old place among its lead’s. ${liveOnly}`,
    params: { id: z.uuid().describe('UUID of the delivery.') },
    body: EmptyRequest,
    minimal: MinimalDelivery,
    answer: DeliveryAnswer,
    examples: { again: { summary: 'Once more', params: { id: exampleIds.delivery }, body: {} } },
  },
]
