import { type AddChecklistItemAnswer, AddChecklistItemRequest } from '@intake/contracts/checklist-item'
import { addChecklistItem } from '@intake/leads/checklist/add-checklist-item'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { pathId } from '../request/path-id.ts'
import { answerWrite, bodyMaker, readWrite, writeContext } from './writing.ts'

const minimal = ({ checklistItem: { id } }: AddChecklistItemAnswer) => ({ checklistItem: { id } })

/** `POST /api/v1/leads/{id}/checklist-items` */
export function addChecklistItemRoute(deps: GatewayDeps) {
  return async (c: Context<GatewayEnv>) => {
    const id = pathId(c, 'id')
    const kind = {
      route: 'POST /api/v1/leads/{id}/checklist-items',
      schema: AddChecklistItemRequest,
      ids: [id],
    }
    const { request, idempotency } = await readWrite(c, deps, kind)
    const options = { idempotency, toBody: bodyMaker(c, minimal) }
    return answerWrite(c, await addChecklistItem(writeContext(c, deps), id, request, options))
  }
}
