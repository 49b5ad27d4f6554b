import { describePhone } from '@intake/leads/lead/describe-phone'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

/** `GET /api/v1/phone/{number}` */
export function describePhoneRoute({ configuration }: Pick<GatewayDeps, 'configuration'>) {
  return async (c: Context<GatewayEnv>) =>
    c.json(
      await describePhone({ configuration, caller: c.var.caller }, c.req.param('number') ?? '', new Date()),
    )
}
