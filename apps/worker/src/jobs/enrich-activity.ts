import { enrichActivity } from '@intake/leads/enrichment/enrich-activity'
import type { LeadsWork } from '../per-lead.ts'

/** `activity-enrichment`: completes the timeline entry once zone and matches are known. */
export const enrichActivityJob: LeadsWork = async ({ db, configuration, onEnriched }, payload) =>
  onEnriched?.(await enrichActivity({ db, configuration }, payload))
