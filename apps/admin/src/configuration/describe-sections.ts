import type { Section } from '@intake/runtime/describe-setting'

/** Heading and first words of each section of docs/configuration.md. */
export const sectionTexts: Record<Section, { title: string; intro: string }> = {
  required: {
    title: 'Set what has no default',
    intro:
      '`npm start` makes all of these itself. With files on a local disk, give the gateways `FILE_SIGNING_SECRET` and `PUBLIC_URL` too.',
  },
  processes: {
    title: 'Set up any process',
    intro:
      'Gateway, worker and console have these in common. How many connections, and PgBouncer: [Postgres](postgres.md).',
  },
  redis: {
    title: 'Say where Redis is',
    intro:
      'One server needs `REDIS_URL` only. Sentinels, a cluster, TLS, and what a user of Redis must be allowed: [Redis](redis.md).',
  },
  gateway: {
    title: 'Tune the gateway',
    intro: 'How leads are written, announced and found again.',
  },
  limits: {
    title: 'Limit what clients send',
    intro:
      'Overload is refused before a body is read. `npm run admin -- key create --rate` gives a key a limit of its own.',
  },
  security: {
    title: 'Encrypt what the database keeps',
    intro: 'How to make a key and change it: [encryption](encryption.md).',
  },
  imports: {
    title: 'Tune imports',
    intro: 'What an import is: [imports](imports.md).',
  },
  sources: {
    title: 'Tune sources',
    intro: 'What a source is, and how to set one up: [sources](sources.md).',
  },
  documents: {
    title: 'Store documents and other files',
    intro: 'How to run each kind of storage: [files](deploy.md#files).',
  },
  webhooks: {
    title: 'Tune webhooks',
    intro: 'How they are tried, paused and disabled: [webhooks](webhooks.md).',
  },
  worker: {
    title: 'Tune the worker',
    intro: 'When a worker leaves, something must start it again: [why](decisions/0006-worker-liveness.md).',
  },
  console: {
    title: 'Set up the console',
    intro: 'What it shows: [the console](console.md).',
  },
  observability: {
    title: 'Watch it',
    intro: 'What the metrics and traces say: [watch it](monitoring.md).',
  },
  local: {
    title: 'Run it on one machine with `npm start`',
    intro:
      'The apps inherit every other setting. `npm start` sets `HOST`, `METRICS_URLS`, `CONSOLE_USER`, `CONSOLE_PASSWORD` and `CONSOLE_SESSION_SECRET` itself.',
  },
  compose: {
    title: 'Run it with docker compose',
    intro:
      'Copy [.env.example](../.env.example) to `.env`. It lists these, and the settings of the apps that `docker-compose.yml` hands on. Add any other one to `environment` of its service there.',
  },
}
