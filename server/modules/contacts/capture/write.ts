import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { sendAhead } from '#kernel/prepared.ts'
import type { LifecycleMove } from '../move-lifecycle.ts'
import type { Stage } from '../rules/lifecycle.ts'
import type { ScoreRow } from '../scores.ts'
import type { CapturedRow } from './fields.ts'
import type { Origin } from './person.ts'

export type FirstScore = Omit<ScoreRow, 'subjectId'>
/** What somebody new is born with: one write instead of three into a table of many indexes. */
export type Birth = {
  score: FirstScore
  /** The first step a rule takes with them. */
  promotion?: Pick<LifecycleMove, 'to' | 'reason' | 'ruleVersion' | 'evidence'>
}
export type NewRow = CapturedRow & { origin: Origin; lifecycleStage: Stage }
export type BornRow = NewRow & { birth?: Birth }

const columns =
  sql.raw(`"subjectId" uuid, email text, phone text, "fullName" text, "firstName" text, "lastName" text, "jobTitle" text,
  "companyId" uuid, country text, region text, city text, language text, source text, "ownerId" uuid, tags text[],
  "customFields" jsonb, "firstTouch" jsonb, "lastTouch" jsonb, "firstSeenAt" timestamptz, "lastActivityAt" timestamptz, search text,
  version integer, origin text, stage text, score jsonb`)

/** New contacts, and the first steps of their lifecycle. */
export async function insertContacts(tx: Tx, actor: Actor, at: Date, rows: readonly BornRow[]): Promise<void> {
  if (rows.length === 0) return
  const born = rows.map(({ birth, ...row }) => ({
    ...row,
    stage: birth?.promotion?.to ?? row.lifecycleStage,
    score: birth?.score,
  }))
  await sendAhead(
    tx,
    sql`insert into contact (workspace_id, subject_id, email, phone, full_name, first_name, last_name, job_title, company_id,
      country, region, city, language, lifecycle_stage, lifecycle_since, owner_id, tags, custom_fields, origin, source,
      first_touch, last_touch, first_seen_at, last_activity_at, search, temperature, fit, engagement, score, score_model_version,
      scored_at, score_due_at, created_at, updated_at)
    select ${actor.workspaceId}::uuid, r."subjectId", r.email, r.phone, r."fullName", r."firstName", r."lastName", r."jobTitle", r."companyId",
      r.country, r.region, r.city, r.language, r.stage, ${at}::timestamptz, r."ownerId", r.tags, r."customFields", r.origin, r.source,
      r."firstTouch", r."lastTouch", r."firstSeenAt", r."lastActivityAt", r.search,
      coalesce(r.score ->> 'temperature', 'cold'), coalesce((r.score ->> 'fit')::integer, 0),
      coalesce((r.score ->> 'engagement')::integer, 0), coalesce((r.score ->> 'score')::integer, 0),
      (r.score ->> 'modelVersion')::integer, (r.score ->> 'scoredAt')::timestamptz, (r.score ->> 'dueAt')::timestamptz,
      ${at}::timestamptz, ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(born)}::json) as r (${columns})`,
  )
  await sendAhead(
    tx,
    sql`insert into lifecycle_transition (workspace_id, subject_id, id, from_stage, to_stage, at, rule_version, reason, evidence, actor_kind, actor_id)
    select ${actor.workspaceId}::uuid, r."subjectId", r.id, r."from", r."to", ${at}::timestamptz, r."ruleVersion", r.reason,
      coalesce(r.evidence, '{}'), ${actor.kind}, ${actor.id}::uuid
    from json_to_recordset(${JSON.stringify(rows.flatMap(firstSteps))}::json) as r ("subjectId" uuid, id uuid, "from" text, "to" text,
      "ruleVersion" integer, reason text, evidence jsonb)`,
  )
}

function firstSteps({ subjectId, lifecycleStage, birth }: BornRow) {
  const first = { subjectId, id: newId(), from: null, to: lifecycleStage }
  return birth?.promotion ? [first, { ...birth.promotion, subjectId, id: newId(), from: lifecycleStage }] : [first]
}

/** Rows as they are to be from now on; also brings back those in the bin: somebody who writes again is not gone. */
export async function updateContacts(
  tx: Tx,
  workspaceId: string,
  at: Date,
  rows: readonly CapturedRow[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`update contact c set email = r.email, phone = r.phone, full_name = r."fullName", first_name = r."firstName", last_name = r."lastName",
      job_title = r."jobTitle", company_id = r."companyId", country = r.country, region = r.region, city = r.city, language = r.language,
      source = r.source, owner_id = r."ownerId", tags = r.tags, custom_fields = r."customFields", first_touch = r."firstTouch",
      last_touch = r."lastTouch", first_seen_at = r."firstSeenAt", last_activity_at = r."lastActivityAt", search = r.search,
      version = r.version, updated_at = ${at}, deleted_at = null
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (${columns})
    where c.workspace_id = ${workspaceId} and c.subject_id = r."subjectId"
      and c.subject_id = any (${rows.map((row) => row.subjectId)}::uuid[])`.execute(tx)
}
