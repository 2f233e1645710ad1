import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import { record, systemActor } from '#kernel/events.ts'
import { defineJob, enqueue } from '#kernel/jobs.ts'
import type { Services } from '#kernel/services.ts'
import { activeModel } from './active-model.ts'
import { rescoreAndFollow } from './after-rescore.ts'
import { temperatureOf } from './rescore.ts'
import type { Condition } from './rules/condition.ts'
import type { ScoringModel } from './rules/model.ts'

const batchSize = 200

const rescoreBatch = ({ db, clock }: Services, workspaceId: string, subjectIds: readonly string[]) =>
  db.transaction().execute((tx) => rescoreAndFollow(tx, systemActor(workspaceId), clock.now(), subjectIds))

/** For whoever has added signals outside a transaction of its own with scoring, such as the tracker. */
export const rescoreSubjects = defineJob({
  name: 'scoring.rescore-subjects',
  payload: Type.Object({ workspaceId: Id, subjectIds: Type.Array(Id) }),
  retry: { limit: 10 },
  pool: 'interactive',
  async run({ workspaceId, subjectIds }, services) {
    const ids = [...new Set(subjectIds)].sort()
    for (let start = 0; start < ids.length; start += batchSize) {
      await rescoreBatch(services, workspaceId, ids.slice(start, start + batchSize))
    }
  },
})

const perSweep = 100

/** Scores those again whose temperature changes by decay alone, or whose kept score has gone stale. */
export const sweep = defineJob({
  name: 'scoring.sweep',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'bulk',
  async run(_, services, { signal }) {
    const at = services.clock.now()
    const { rows } = await sql<{ id: string }>`select w.id from workspace w where exists (
      select 1 from contact c where c.workspace_id = w.id and c.score_due_at <= ${at} and c.deleted_at is null)`.execute(
      services.db,
    )
    for (const { id } of rows) {
      for (let batch = 0; batch < perSweep && !signal.aborted; batch++) {
        if ((await sweepBatch(services, id, at)) < batchSize) break
      }
    }
  },
})

const sweepBatch = ({ db }: Services, workspaceId: string, at: Date) =>
  db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ subjectId: string }>`select subject_id from contact
      where workspace_id = ${workspaceId} and score_due_at <= ${at} and deleted_at is null
      order by score_due_at limit ${batchSize} for no key update skip locked`.execute(tx)
    await rescoreAndFollow(tx, systemActor(workspaceId), at, rows.map((row) => row.subjectId).sort())
    return rows.length
  })

const tellEvery = 50

/**
 * Everybody again after a model came into force, a batch at a time: each batch queues the next in its own transaction, so that
 * a crash goes on where it stopped. A later activation ends it.
 */
export const rescoreAll = defineJob({
  name: 'scoring.rescore-all',
  payload: Type.Object({
    workspaceId: Id,
    version: Type.Integer(),
    after: Type.Union([Id, Type.Null()]),
    done: Type.Integer(),
    changed: Type.Integer(),
  }),
  retry: { limit: 10 },
  pool: 'bulk',
  async run(payload, { db, clock }) {
    const { workspaceId, version, after } = payload
    await db.transaction().execute(async (tx) => {
      const { model } = await activeModel(tx, workspaceId)
      if (model.version !== version) return
      const { rows } = await sql<{ subjectId: string }>`select subject_id from contact
        where workspace_id = ${workspaceId} and deleted_at is null and (${after}::uuid is null or subject_id > ${after}::uuid)
        order by subject_id limit ${batchSize}`.execute(tx)
      const actor = systemActor(workspaceId)
      const rescored = await rescoreAndFollow(
        tx,
        actor,
        clock.now(),
        rows.map((row) => row.subjectId),
      )
      const done = payload.done + rows.length
      const changed = payload.changed + rescored.filter((row) => row.before !== temperatureOf(row)).length
      const finished = rows.length < batchSize
      if (finished || (done / batchSize) % tellEvery === 1) {
        await record(tx, actor, clock.now(), 'scoring_model.applied', { version, done, changed, finished }, [
          workspaceId,
        ])
      }
      if (!finished)
        await enqueue(tx, rescoreAll, { workspaceId, version, after: rows.at(-1)!.subjectId, done, changed })
    })
  },
})

/** The survivor of a merge, and both after it was taken back. */
export const rescoreMerged = defineJob({
  name: 'scoring.rescore-merged',
  payload: Type.Object({ workspaceId: Id, subjectId: Id, mergedId: Id }, { additionalProperties: true }),
  retry: { limit: 10 },
  pool: 'interactive',
  run: ({ workspaceId, subjectId, mergedId }, services) =>
    rescoreBatch(services, workspaceId, [subjectId, mergedId]).then(() => {}),
})

const changes = Type.Record(Type.String(), Type.Unknown())

/** Only when a field changed that a rule reads. */
export const rescoreUpdated = defineJob({
  name: 'scoring.rescore-updated',
  payload: Type.Object({ workspaceId: Id, subjectId: Id, changes }, { additionalProperties: true }),
  retry: { limit: 10 },
  pool: 'interactive',
  async run({ workspaceId, subjectId, changes }, services) {
    const { model } = await activeModel(services.db, workspaceId)
    if (concerns(model, Object.keys(changes), '')) await rescoreBatch(services, workspaceId, [subjectId])
  },
})

export const rescoreCompany = defineJob({
  name: 'scoring.rescore-company',
  payload: Type.Object({ workspaceId: Id, companyId: Id, changes }, { additionalProperties: true }),
  retry: { limit: 10 },
  pool: 'bulk',
  async run({ workspaceId, companyId, changes }, services) {
    const { model } = await activeModel(services.db, workspaceId)
    if (!concerns(model, Object.keys(changes), 'company')) return
    const { rows } = await sql<{ subjectId: string }>`select subject_id from contact
      where workspace_id = ${workspaceId} and company_id = ${companyId}::uuid and deleted_at is null order by subject_id`.execute(
      services.db,
    )
    const ids = rows.map((row) => row.subjectId)
    for (let start = 0; start < ids.length; start += batchSize) {
      await rescoreBatch(services, workspaceId, ids.slice(start, start + batchSize))
    }
  },
})

/** Fields of the contact that others are computed from. */
const behind: Record<string, readonly string[]> = {
  email: ['email', 'emailDomain', 'emailDomainKind'],
  companyId: [
    'companyName',
    'companyDomain',
    'companyIndustry',
    'companyEmployees',
    'companyCountry',
    'companyRegion',
    'companyCity',
    'companyTags',
  ],
}

function concerns(model: ScoringModel, changed: readonly string[], owner: '' | 'company'): boolean {
  const read = new Set(model.fit.flatMap((rule) => fieldsOf(rule.condition)))
  return changed.some((field) => {
    if (owner === 'company') return read.has(`company${field.charAt(0).toUpperCase()}${field.slice(1)}`)
    if (field === 'doNotProfile') return true
    if (field === 'customFields') return [...read].some((name) => name.startsWith('customFields.'))
    return (behind[field] ?? [field]).some((name) => read.has(name))
  })
}

export function fieldsOf(condition: Condition): string[] {
  if ('field' in condition) return [condition.field]
  if ('all' in condition) return condition.all.flatMap(fieldsOf)
  if ('any' in condition) return condition.any.flatMap(fieldsOf)
  return [condition.not].flat().flatMap(fieldsOf)
}
