import { sql } from 'kysely'
import { minimumAnswers } from '#contract/pulse.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { notify } from '#modules/platform/public.ts'
import { publish } from './rules/publish.ts'
import { emptyUrn, type Groups, type Sums, type Urn } from './rules/urn.ts'
import { type Asked, askedMembers, factsOf, type Result, type Row } from './select-pulses.ts'

/** Fixes the groups that answers are counted in, sets up the urn, and asks everybody. */
export async function openPulse(tx: Tx, actor: Actor, at: Date, pulse: Row): Promise<void> {
  const { workspaceId } = actor
  const asked = await askedMembers(tx, workspaceId)
  const groups = groupsOf(asked)
  const urn = emptyUrn(groups, pulse.questions.length)
  await sql`insert into pulse_answer (workspace_id, pulse_id, urn) values (${workspaceId}, ${pulse.id}, ${JSON.stringify(urn)}::jsonb)`.execute(
    tx,
  )
  await sql`update pulse set state = 'open', groups = ${JSON.stringify(groups)}::jsonb
    where workspace_id = ${workspaceId} and id = ${pulse.id}`.execute(tx)
  await record(tx, actor, at, 'pulse.opened', { ...factsOf(pulse), invited: asked.length }, [pulse.id])
  await tell(tx, at, workspaceId, asked, 'pulse_opened', pulse.id, `pulse_opened:${pulse.id}`)
}

/** Publishes what may be shown and destroys the rest: the urn, and who has answered. */
export async function closePulse(tx: Tx, actor: Actor, at: Date, pulse: Row): Promise<void> {
  const { workspaceId } = actor
  const { rows } = await sql<{ urn: Urn }>`select urn from pulse_answer
    where workspace_id = ${workspaceId} and pulse_id = ${pulse.id} for update`.execute(tx)
  const urn = rows[0]?.urn ?? emptyUrn(pulse.groups, pulse.questions.length)
  const result = resultOf(
    urn,
    pulse.questions.map((question) => question.key),
  )
  const asked = await askedMembers(tx, workspaceId)
  const answered = urn.all.answered
  const invited = Math.max(asked.length, answered)
  const today = localDate((await calendarOf(tx, workspaceId)).timeZone, at)
  await sql`update pulse set state = 'closed', result = ${JSON.stringify(result)}::jsonb, invited = ${invited}, answered = ${answered}, closed_at = ${at},
      closes_on = least(closes_on, ${today}::date)
    where workspace_id = ${workspaceId} and id = ${pulse.id}`.execute(tx)
  await destroy(tx, workspaceId, pulse.id)
  await record(tx, actor, at, 'pulse.closed', { ...factsOf(pulse), answered, invited }, [pulse.id])
  if (result.hidden === null)
    await tell(tx, at, workspaceId, asked, 'pulse_closed', pulse.id, `pulse_closed:${pulse.id}`)
}

/** To everybody, whether they have answered or not: a list of those who have not would stand in inboxes and in the ledger. */
export async function remindEverybody(tx: Tx, actor: Actor, at: Date, today: string, pulse: Row): Promise<void> {
  const { workspaceId } = actor
  await sql`update pulse set reminded_on = ${today} where workspace_id = ${workspaceId} and id = ${pulse.id}`.execute(
    tx,
  )
  await record(tx, actor, at, 'pulse.reminded', factsOf(pulse), [pulse.id])
  const asked = await askedMembers(tx, workspaceId)
  await tell(tx, at, workspaceId, asked, 'pulse_reminder', pulse.id, `pulse_reminder:${pulse.id}:${today}`)
}

export async function destroy(tx: Tx, workspaceId: string, pulseId: string): Promise<void> {
  await sql`delete from pulse_answer where workspace_id = ${workspaceId} and pulse_id = ${pulseId}`.execute(tx)
  await sql`delete from pulse_participation where workspace_id = ${workspaceId} and pulse_id = ${pulseId}`.execute(tx)
}

/** Groups in which nobody would stand alone even if all of them answered; smaller ones are not even counted. */
function groupsOf(asked: readonly Asked[]): Groups {
  const departments = Map.groupBy(asked, (member) => member.departmentId)
  const leaders = asked.filter((member) => member.isLeader).length
  return {
    departmentIds: [...departments]
      .flatMap(([id, people]) => (id && people.length >= minimumAnswers ? [id] : []))
      .sort(),
    roles: leaders >= minimumAnswers && asked.length - leaders >= minimumAnswers,
  }
}

function resultOf(urn: Urn, keys: readonly string[]): Result {
  const shown = publish(urn, minimumAnswers)
  const meansOf = (sums: Sums | null) => ({
    answered: sums?.answered ?? null,
    mean: sums && rounded(sums.sums.reduce((total, sum) => total + sum, 0) / sums.answered / keys.length),
    questionMeans: sums
      ? Object.fromEntries(keys.map((key, index) => [key, rounded(sums.sums[index]! / sums.answered)]))
      : {},
  })
  const role = (kind: 'leaders' | 'teams') => ({
    ...{ kind, departmentId: null, shown: shown[kind] !== null, because: shown.rolesHidden },
    ...meansOf(shown[kind]),
  })
  const { mean, questionMeans } = meansOf(shown.all)
  return {
    hidden: shown.all ? null : 'too_few',
    mean,
    questionMeans,
    groups: [
      role('leaders'),
      role('teams'),
      ...shown.departments.map(({ id, sums, because }) => ({
        ...{ kind: 'department' as const, departmentId: id, shown: sums !== null, because },
        ...meansOf(sums),
      })),
      ...(shown.rest
        ? [{ kind: 'rest' as const, departmentId: null, shown: true, because: null, ...meansOf(shown.rest) }]
        : []),
    ],
    comments: shown.comments,
    commentsHidden: shown.commentsHidden,
  }
}

const rounded = (mean: number) => Math.round(mean * 100) / 100

const tell = (
  tx: Tx,
  at: Date,
  workspaceId: string,
  asked: readonly Asked[],
  kind: 'pulse_opened' | 'pulse_reminder' | 'pulse_closed',
  pulseId: string,
  dedupeKey: string,
) =>
  notify(tx, at, workspaceId, [
    {
      memberIds: asked.map((member) => member.id),
      kind,
      params: {},
      link: `/pulse/${pulseId}`,
      dedupeKey,
      mail: kind !== 'pulse_closed',
    },
  ])
