import type { ProblemCode } from '#contract/problems.ts'
import type { Db } from '#kernel/db.ts'

export type LockScope = {
  departmentIds: readonly string[]
  projectId: string | null
  /** The series it belongs to; null: a single meeting. */
  meetingSeriesId?: string | null
  startsAt: Date
}
/** Why a meeting may not decide yet, with what has to be mended. */
export type Lock = { code: ProblemCode; items: readonly { id: string; name: string; url: string }[] }
export type LockSource = (db: Db, workspaceId: string, at: Date, scope: LockScope) => Promise<Lock | null>

const locks: LockSource[] = []

/** Called once at boot (`server/modules.ts`): whatever else may lock a meeting's decisions. */
export const registerLock = (source: LockSource) => void locks.push(source)
export const lockSources = (): readonly LockSource[] => locks
