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
    REDIS_PASSWORD: describeSetting(password.clone(), {
      does: 'Password of the stack’s Redis. It stands in an address: letters and digits only.',
      secret: true,
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
    PROMETHEUS_PORT: describeSetting(portSetting(9090), {
      does: 'Port of Prometheus on loopback, with `--profile observe`.',
    }),
    GRAFANA_PORT: describeSetting(portSetting(3200), {
      does: 'Port of Grafana on loopback, with `--profile observe`.',
    }),
  }),
)
