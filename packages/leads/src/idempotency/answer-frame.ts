import type { Db } from '@intake/database/create-database'
import { LRUCache } from 'lru-cache'
import { deriveId } from '../ids/derive-id.ts'

/**
 * What the answers to all creates of a workspace have in common, the texts of its checklist: three quarters of each. An answer
 * that is stored for replays names these pieces instead of repeating them.
 */
export interface AnswerFrame {
  /** Derived from the pieces. */
  id: string
  pieces: readonly string[]
}

// No JSON has this character as it is.
const mark = '\u0001'
/** Of the ids of frames. */
const namespace = '0f3c8a52-6a5e-4c1f-9d0b-7a1d1e7b6c14'
const places = new RegExp(`${mark}(\\d+);`, 'g')

export function answerFrame(pieces: readonly string[]): AnswerFrame {
  return { id: deriveId(JSON.stringify(pieces), namespace), pieces }
}

/** What stands for a piece in a framed text. */
export function placeOf(piece: number): string {
  return `${mark}${piece};`
}

/** The text with each piece in its place. */
export function fillFrame(framed: string, pieces: readonly string[]): string {
  return framed.replace(places, (_, piece) => pieces[Number(piece)] ?? '')
}

/** Frames that this process has stored or found, by workspace and id: a stale cache may make the same one anew for each lead. */
const stored = new LRUCache<string, true>({ max: 10_000 })

/** Stores a frame once; must not be called in a transaction that may be rolled back. */
export async function storeFrame(db: Db, workspaceId: string, frame: AnswerFrame): Promise<void> {
  const name = `${workspaceId} ${frame.id}`
  if (stored.has(name)) return
  await db
    .insertInto('answer_frames')
    .values({ workspace_id: workspaceId, id: frame.id, pieces: JSON.stringify(frame.pieces) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  stored.set(name, true)
}
