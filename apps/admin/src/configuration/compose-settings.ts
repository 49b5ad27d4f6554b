import { describeSetting, inSection } from '@intake/runtime/describe-setting'
import { portSetting } from '@intake/runtime/settings'
import { z } from 'zod'

const password = z.string().regex(/^[A-Za-z0-9]+$/)

/** What docker-compose.yml reads for itself; its other variables are settings of the apps. */
export const ComposeSettings = z.object(
  inSection('compose', {
    POSTGRES_PASSWORD: describeSetting(password.clone(), {
      does: 'Password of the stack’s Postgres. It stands in an address: letters and digits only.',
      secret: true,
    }),
    POSTGRES_APP_PASSWORD: describeSetting(password.clone(), {
      does: 'Password of the role that the apps log in as. It stands in an address: letters and digits only.',
      secret: true,
    }),
    REDIS_PASSWORD: describeSetting(password.clone(), {
      does: 'Password of the stack’s Redis. It stands in an address: letters and digits only.',
      secret: true,
    }),
    INTAKE_IMAGE: describeSetting(z.string().default('intake'), {
      does: 'Image of gateway, worker, console and admin command. The default is built from this folder.',
    }),
    GATEWAY_ADDRESS: describeSetting(z.string().default('127.0.0.1'), {
      does: 'Address of this machine at which the gateway is published. `0.0.0.0` is all, without TLS.',
    }),
    GATEWAY_PORT: describeSetting(portSetting(3000), {
      does: 'Port of this machine at which the gateway is published.',
    }),
    CONSOLE_PORT: describeSetting(portSetting(3100), {
      does: 'Port of this machine at which the console is published, on loopback only.',
    }),
    REDIS_MAXMEMORY: describeSetting(z.string().default('512mb'), {
      does: 'Memory that Redis may use. Leads wait in Postgres when it is full.',
    }),
    DOMAIN: describeSetting(z.string().default('localhost'), {
      does: 'Name at which Caddy serves the API with HTTPS, with `--profile tls`.',
    }),
    PROMETHEUS_PORT: describeSetting(portSetting(9090), {
      does: 'Port of Prometheus on loopback, with `--profile observe`.',
    }),
    GRAFANA_PORT: describeSetting(portSetting(3200), {
      does: 'Port of Grafana on loopback, with `--profile observe`.',
    }),
  }),
)
