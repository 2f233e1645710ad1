import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import {
  type Captured,
  type ConsentInput,
  captureContacts,
  type LifecycleMove,
  moveLifecycle,
  type PersonInput,
  recordConsents,
} from '#modules/contacts/public.ts'
import { qualify } from '#modules/handovers/public.ts'
import { rescore, scoreNew } from '#modules/scoring/public.ts'
import { lifecycleStageOf } from '../stages.ts'
import type { Apply } from './outcome.ts'
import { ownerOf } from './owners.ts'
import { booleanOf, instantOf, listOf, type ReadRow, type Refusal, textOf } from './read-row.ts'
import { sortOut } from './sort-out.ts'
import type { Task } from './task.ts'

/** A day ahead is a matter of zones; more is a mistake. */
const slackMs = 86_400_000

type Given = { person: PersonInput; agreed: boolean | null }

/** Contacts by e-mail, phone or external id, with what they agreed to; those who changed are scored again. */
export const applyContacts: Apply = async (tx, task, at, rows) => {
  const { inputs, outcomes } = sortOut(rows, (row): Given | Refusal => readGiven(task, at, row))
  const scored = new Set<string>()
  const captured = await captureContacts(
    tx,
    task.actor,
    at,
    inputs.map(({ person }) => person),
    {
      doneHere: ['scoring.rescore-updated'],
      scoreNew: async (people) => {
        const births = await scoreNew(
          tx,
          task.workspaceId,
          at,
          people.map(({ row }) => row),
        )
        for (const subjectId of births.keys()) scored.add(subjectId)
        return births
      },
    },
  )
  await moveStages(tx, task, at, inputs, captured)
  await agree(tx, task, at, inputs, captured)
  const { handovers = false } = task.options
  const touched = [
    ...new Set(
      captured.flatMap(({ subjectId, changed }) => (changed && (handovers || !scored.has(subjectId)) ? subjectId : [])),
    ),
  ].sort()
  const rescored = await rescore(tx, task.actor, at, touched)
  if (handovers) await qualify(tx, task.actor, at, rescored)
  return outcomes(captured.map(({ subjectId, created, changed }) => ({ id: subjectId, created, changed })))
}

function readGiven(task: Task, at: Date, row: ReadRow): Given | Refusal {
  const { options, owners } = task
  const email = textOf(row, 'email')
  const phone = textOf(row, 'phone')
  const externalId = textOf(row, 'externalId')
  if (email === null && phone === null && externalId === null) return { column: null, rule: 'identity_missing' }
  const stageWord = textOf(row, 'lifecycleStage')
  const lifecycleStage = stageWord === null ? null : lifecycleStageOf(stageWord, options.stageValues ?? {})
  if (stageWord !== null && lifecycleStage === null)
    return { column: columnOf(task, 'lifecycleStage'), rule: 'stage_unknown', params: { value: stageWord } }
  const seen = instantOf(row, 'firstSeenAt')
  if (seen !== null && seen.getTime() > at.getTime() + slackMs)
    return { column: columnOf(task, 'firstSeenAt'), rule: 'date_in_future' }
  const seenAt = seen !== null && seen < at ? seen : at
  const landingPage = textOf(row, 'landingPage')
  const note = textOf(row, 'note')
  const { ownerId, kept } = ownerOf(row, owners, options.ownerId)
  const person: PersonInput = {
    email,
    phone,
    externalId,
    attributes: {
      fullName: textOf(row, 'fullName'),
      firstName: textOf(row, 'firstName'),
      lastName: textOf(row, 'lastName'),
      jobTitle: textOf(row, 'jobTitle'),
      companyName: textOf(row, 'companyName'),
      country: textOf(row, 'country'),
      region: textOf(row, 'region'),
      city: textOf(row, 'city'),
      language: textOf(row, 'language'),
      tags: [...(options.tags ?? []), ...listOf(row, 'tags')],
      customFields: { ...row.customFields, ...kept, ...(landingPage && { landingPage }), ...(note && { note }) },
    },
    origin: 'import',
    source: textOf(row, 'source') ?? options.source ?? null,
    ...(landingPage && { touch: { url: landingPage, at: seenAt.toISOString() } }),
    seenAt,
    ...(lifecycleStage && { lifecycleStage }),
    ownerId,
    overwrite: options.overwrite !== false,
  }
  return { person, agreed: booleanOf(row, 'marketingConsent') }
}

export function columnOf({ mapped, sniffed }: Task, field: string): string | null {
  const column = mapped.find((one) => one.field === field)?.column
  return column === null || column === undefined ? null : (sniffed.columns[column] ?? null)
}

/** New people begin at their stage; known ones are moved where the lifecycle lets them. */
async function moveStages(
  tx: Tx,
  { actor, options }: Task,
  at: Date,
  inputs: readonly Given[],
  captured: readonly Captured[],
): Promise<void> {
  if (options.overwrite === false) return
  const moves = inputs.flatMap(({ person }, index): LifecycleMove[] => {
    const { subjectId, created } = captured[index]!
    return person.lifecycleStage && !created
      ? [{ subjectId, to: person.lifecycleStage, by: 'person', reason: 'import' }]
      : []
  })
  await moveLifecycle(tx, actor, at, moves)
}

/**
 * Consents that the file or the importer vouches for. What holds already is not written again, and whoever withdrew stays
 * withdrawn: only they can take that back.
 */
async function agree(
  tx: Tx,
  task: Task,
  at: Date,
  inputs: readonly Given[],
  captured: readonly Captured[],
): Promise<void> {
  const { consent } = task.options
  const purpose = consent?.purpose ?? 'marketing_email'
  const words = consent?.text ?? columnOf(task, 'marketingConsent')
  const given = new Map<string, boolean>()
  for (const [index, { agreed }] of inputs.entries()) {
    const said = agreed ?? (consent && !task.mapped.some(({ field }) => field === 'marketingConsent') ? true : null)
    if (said !== null) given.set(captured[index]!.subjectId, said)
  }
  if (given.size === 0) return
  const { rows } = await sql<{
    subjectId: string
    state: string
  }>`select distinct on (subject_id) subject_id, state from consent
    where workspace_id = ${task.workspaceId} and subject_id = any (${[...given.keys()]}::uuid[]) and purpose = ${purpose}
    order by subject_id, at desc, id desc`.execute(tx)
  const current = new Map(rows.map((row) => [row.subjectId, row.state]))
  const consents = [...given].flatMap(([subjectId, agreed]): ConsentInput[] => {
    const state = agreed ? 'granted' : 'withdrawn'
    if (current.get(subjectId) === state || current.get(subjectId) === 'withdrawn') return []
    return [{ subjectId, purpose, state, basis: consent?.basis ?? 'consent', method: 'import', text: words }]
  })
  await recordConsents(tx, task.actor, at, consents)
}
