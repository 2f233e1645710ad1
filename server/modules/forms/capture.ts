import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type EventRecord, recordMany, recordTogether, visitorActor } from '#kernel/events.ts'
import { type Batcher, createBatcher } from '#kernel/group-commit.ts'
import { lookUpByKey, planAnew, sendAhead } from '#kernel/prepared.ts'
import type { Services } from '#kernel/services.ts'
import {
  type Birth,
  type CaptureOptions,
  captureContacts,
  type NewRow,
  type PersonInput,
  recordConsents,
} from '#modules/contacts/public.ts'
import { askDesk, type Desk, handOverNew, promotionOf, qualify } from '#modules/handovers/public.ts'
import {
  type ActiveModel,
  askActiveModel,
  firstScore,
  type NewReading,
  readNew,
  recordFirstTemperatures,
  rescore,
  signalsOf,
} from '#modules/scoring/public.ts'

export type Submission = {
  id: string
  /** The same key of the same form is the same submission; null: no such promise. */
  key: string | null
  /** Digest of what came with the key; null without one, and where the key is made of what was sent. */
  requestHash: Buffer | null
  workspaceId: string
  form: { id: string; name: string; version: number; handRaise: boolean }
  person: Omit<PersonInput, 'origin' | 'seenAt' | 'overwrite'>
  fields: Record<string, unknown>
  /** Granted only: a box left empty is not a withdrawal. `text` is the exact wording that was accepted. */
  consents: readonly { purpose: string; text: string }[]
  page: { url: string | null; referrer: string | null; utm: Record<string, string> | null }
  language: string | null
  ipTruncated: string | null
}
export type Captured = { submissionId: string; contactId: string }
type Done = { captured: Captured; requestHash: Buffer | null }

const batchers = new WeakMap<Services['pool'], Batcher<Submission, Captured | null>>()

/** The process's group commit of submissions. Answers null as `captureSubmissions` does. */
export function captureOf(services: Pick<Services, 'db' | 'pool' | 'clock'>): Batcher<Submission, Captured | null> {
  const { db, pool, clock } = services
  let batcher = batchers.get(pool)
  if (!batcher) {
    batcher = createBatcher<Submission, Captured | null>({
      groupOf: (submission) => submission.workspaceId,
      maxRunning: 4,
      // Routing takes a workspace's leads one after another anyway; larger batches cost less each.
      maxRunningOfGroup: 1,
      gatherMs: 4,
      run: (submissions) => db.transaction().execute((tx) => captureSubmissions(tx, clock.now(), submissions)),
    })
    batchers.set(pool, batcher)
  }
  return batcher
}

/**
 * Writes submissions of one workspace with everything that follows from them: contact, provenance, consent, score,
 * qualification and handover. A constant number of statements whatever their number. Repeats answer what the first one did;
 * null for those that come with the key of another one, of which nothing is written.
 */
export async function captureSubmissions(
  tx: Tx,
  at: Date,
  submissions: readonly Submission[],
): Promise<(Captured | null)[]> {
  const done = await findDone(tx, submissions)
  const fresh = firstOfEachKey(submissions.filter((submission) => !done.has(keyOf(submission))))
  if (fresh.length > 0) await recordTogether(tx, () => captureFresh(tx, at, fresh, done))
  return submissions.map((submission) => {
    const { captured, requestHash } = done.get(keyOf(submission))!
    return requestHash === null || submission.requestHash?.equals(requestHash) ? captured : null
  })
}

/** Without a key every submission is one of its own. */
const keyOf = ({ key, form, id }: Submission) => (key === null ? id : `${form.id} ${key}`)

const firstOfEachKey = (submissions: readonly Submission[]) =>
  [...new Map([...submissions].reverse().map((submission) => [keyOf(submission), submission])).values()].reverse()

async function findDone(tx: Tx, submissions: readonly Submission[]): Promise<Map<string, Done>> {
  const keyed = submissions.filter(({ key }) => key !== null)
  if (keyed.length === 0) return new Map()
  const { rows } = await sql<{
    formId: string
    key: string
    submissionId: string
    subjectId: string
    requestHash: Buffer | null
  }>`
    select k.form_id, k.key, k.submission_id, k.subject_id, k.request_hash from form_submission_key k
    join unnest(${keyed.map(({ form }) => form.id)}::uuid[], ${keyed.map(({ key }) => key)}::text[]) as given (form_id, key)
      on given.form_id = k.form_id and given.key = k.key
    where k.workspace_id = ${keyed[0]!.workspaceId}`.execute(tx)
  return new Map(
    rows.map(({ formId, key, submissionId, subjectId, requestHash }) => [
      `${formId} ${key}`,
      { captured: { submissionId, contactId: subjectId }, requestHash },
    ]),
  )
}

async function captureFresh(tx: Tx, at: Date, fresh: readonly Submission[], done: Map<string, Done>) {
  await lookUpByKey(tx)
  const { workspaceId } = fresh[0]!
  const actor = visitorActor(workspaceId)
  const people = fresh.map(({ person }): PersonInput => ({ ...person, origin: 'form', seenAt: at, overwrite: false }))
  const met: { newcomers: Newcomer[]; desk: (() => Promise<Desk>) | null } = { newcomers: [], desk: null }
  const model = await askActiveModel(tx, workspaceId)
  const contacts = await captureContacts(tx, actor, at, people, {
    scoreNew: async (born) => {
      met.newcomers = await readNewcomers(tx, at, born, fresh, model)
      // What must be read is asked before the first row is written: its answer would wait for the writing.
      if (met.newcomers.some(({ birth }) => birth.promotion)) met.desk = await askDesk(tx, workspaceId, at)
      return new Map(met.newcomers.map((one) => [one.row.subjectId, one.birth]))
    },
  })
  const { newcomers, desk } = met
  const rows = fresh.map((submission, index) => ({ submission, subjectId: contacts[index]!.subjectId }))
  await insertSubmissions(tx, at, rows)
  await insertKeys(tx, at, rows)
  await recordConsents(tx, actor, at, rows.flatMap(consentsOf))
  await recordMany(tx, actor, at, rows.map(submittedEvent))
  await recordFirstTemperatures(
    tx,
    actor,
    at,
    newcomers.map(({ reading }) => reading),
  )
  const promoted = newcomers.filter(({ birth }) => birth.promotion)
  if (desk) await handOverNew(tx, actor, at, promoted, await desk())
  const isNew = new Set(newcomers.map(({ row }) => row.subjectId))
  const known = [...new Set(rows.map(({ subjectId }) => subjectId))].filter((subjectId) => !isNew.has(subjectId))
  if (known.length > 0) {
    await planAnew(tx)
    await qualify(tx, actor, at, await rescore(tx, actor, at, known))
  }
  for (const { submission, subjectId } of rows)
    done.set(keyOf(submission), {
      captured: { submissionId: submission.id, contactId: subjectId },
      requestHash: submission.requestHash,
    })
}

type Newcomer = NewReading & { row: NewRow; birth: Birth }

/** People nobody knew: score and first step are computed from what they send, and written with them. */
async function readNewcomers(
  tx: Tx,
  at: Date,
  born: Parameters<NonNullable<CaptureOptions['scoreNew']>>[0],
  fresh: readonly Submission[],
  model: () => Promise<ActiveModel>,
): Promise<Newcomer[]> {
  const sentBy = born.map(({ given }) => given.map((index) => fresh[index]!))
  const readings = await readNew(
    tx,
    fresh[0]!.workspaceId,
    at,
    born.map(({ row, visitorIds }, index) => ({
      row,
      visitorIds,
      signals: sentBy[index]!.flatMap(({ id, form, page }) =>
        signalsOf({ id, at, name: form.id, url: page.url }, form.handRaise),
      ),
    })),
    model,
  )
  return readings.map((one, index) => {
    const { row } = born[index]!
    const promotion = promotionOf(
      one.reading,
      sentBy[index]!.some(({ consents }) => consents.length > 0),
    )
    return { ...one, row, birth: { score: firstScore(one.reading, at), ...(promotion && { promotion }) } }
  })
}

type Row = { submission: Submission; subjectId: string }

const insertSubmissions = (tx: Tx, at: Date, rows: readonly Row[]) =>
  sendAhead(
    tx,
    sql`insert into form_submission
      (workspace_id, subject_id, id, form_id, form_version, fields, hand_raise, page_url, referrer, utm, visitor_id, language, at)
    select ${rows[0]!.submission.workspaceId}::uuid, subject_id, id, form_id, form_version, fields, hand_raise, page_url, referrer, utm, visitor_id, language, ${at}
    from jsonb_to_recordset(${JSON.stringify(
      rows.map(({ submission: { id, form, fields, page, person, language }, subjectId }) => ({
        subject_id: subjectId,
        id,
        form_id: form.id,
        form_version: form.version,
        fields,
        hand_raise: form.handRaise,
        page_url: page.url,
        referrer: page.referrer,
        utm: page.utm,
        visitor_id: person.visitorId ?? null,
        language,
      })),
    )}::jsonb) as r (subject_id uuid, id uuid, form_id uuid, form_version integer, fields jsonb, hand_raise boolean,
      page_url text, referrer text, utm jsonb, visitor_id text, language text)`,
  )

/** A key that another process has just used breaks the batch; the repeat then finds its answer. */
async function insertKeys(tx: Tx, at: Date, rows: readonly Row[]) {
  const keyed = rows.filter(({ submission }) => submission.key !== null)
  if (keyed.length === 0) return
  await sendAhead(
    tx,
    sql`insert into form_submission_key (workspace_id, form_id, key, submission_id, subject_id, at, request_hash)
    select ${keyed[0]!.submission.workspaceId}::uuid, k.form_id, k.key, k.submission_id, k.subject_id, ${at}, k.request_hash
    from unnest(
      ${keyed.map(({ submission }) => submission.form.id)}::uuid[], ${keyed.map(({ submission }) => submission.key)}::text[],
      ${keyed.map(({ submission }) => submission.id)}::uuid[], ${keyed.map(({ subjectId }) => subjectId)}::uuid[],
      ${keyed.map(({ submission }) => submission.requestHash)}::bytea[]
    ) as k (form_id, key, submission_id, subject_id, request_hash)
    order by k.form_id, k.key`,
  )
}

const consentsOf = ({ submission, subjectId }: Row): Parameters<typeof recordConsents>[3] =>
  submission.consents.map(({ purpose, text }) => ({
    subjectId,
    purpose,
    state: 'granted',
    basis: 'consent',
    method: 'form',
    text,
    formId: submission.form.id,
    formVersion: submission.form.version,
    submissionId: submission.id,
    pageUrl: submission.page.url,
    ipTruncated: submission.ipTruncated,
  }))

const submittedEvent = ({ submission: { id, form }, subjectId }: Row): EventRecord => ({
  name: 'form.submitted',
  data: { formId: form.id, formName: form.name, submissionId: id, subjectId, handRaise: form.handRaise },
  subjects: [subjectId, form.id],
})
