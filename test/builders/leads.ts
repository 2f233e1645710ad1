import { sql } from 'kysely'
import { permissionsOf, type RoleKey } from '#contract/permissions.ts'
import { type Actor, systemActor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { createKey } from '#modules/accounts/create-key.ts'
import { captureContacts, type PersonInput, recordConsents } from '#modules/contacts/public.ts'
import { qualify } from '#modules/handovers/public.ts'
import { rescore } from '#modules/scoring/public.ts'
import type { Harness, Send, TestWorkspace } from '../harness.ts'

export type TestMember = { id: string; name: string; send: Send }
type Department = 'marketing' | 'sales' | 'service'

/** A member with a key of their own. */
export async function addMember(
  house: Harness,
  workspace: TestWorkspace,
  {
    name,
    role = 'member',
    departments = ['sales'],
    isManager = false,
    capacity = 50,
    absences = [],
  }: {
    name: string
    role?: RoleKey
    departments?: Department[]
    isManager?: boolean
    capacity?: number
    absences?: [string, string][]
  },
): Promise<TestMember> {
  const { workspaceId } = workspace
  const id = newId()
  const key = await house.services.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('member')
      .values({
        workspaceId,
        id,
        userId: newId(),
        email: `${id}@example.com`,
        fullName: name,
        roleId: workspace.roleIds[role],
        locale: 'es',
        timeZone: 'Europe/Madrid',
        capacity,
        absences: JSON.stringify(absences),
        createdAt: house.clock.now(),
      })
      .execute()
    for (const department of departments) {
      await tx
        .insertInto('memberDepartment')
        .values({ workspaceId, memberId: id, departmentId: workspace.departmentIds[department], isManager })
        .execute()
    }
    const actor: Actor = { kind: 'member', id, workspaceId, permissions: new Set(permissionsOf(role)) }
    const made = await createKey(tx, actor, house.clock.now(), { name, scopes: permissionsOf(role) })
    return made.key
  })
  const send: Send = (route, input) => house.visit(route.replace(' ', ' /api/v1'), { ...input, apiKey: key })
  return { id, name, send }
}

export type LeadInput = {
  email?: string
  handRaise?: boolean
  visitorId?: string
  /** Also consents to marketing by e-mail. */
  consents?: boolean
  ownerId?: string | null
  stage?: PersonInput['lifecycleStage']
  fields?: Record<string, unknown>
} & PersonInput['attributes']

/**
 * People as the capture of a form leaves them, in one transaction: contact, consent, submission, score, handover.
 * Answers their subject ids in order.
 */
export function capture(
  house: Harness,
  { workspaceId }: TestWorkspace,
  leads: readonly LeadInput[],
): Promise<string[]> {
  const at = house.clock.now()
  const actor = systemActor(workspaceId)
  return house.services.db.transaction().execute(async (tx) => {
    const captured = await captureContacts(
      tx,
      actor,
      at,
      leads.map(
        ({
          email = `${newId()}@hotelsol.example`,
          visitorId,
          ownerId,
          stage,
          handRaise: _,
          consents: _c,
          fields: _f,
          ...attributes
        }) => ({
          email,
          visitorId,
          ownerId,
          attributes,
          origin: 'form' as const,
          seenAt: at,
          overwrite: true,
          ...(stage && { lifecycleStage: stage }),
        }),
      ),
    )
    const ids = captured.map((row) => row.subjectId)
    for (const [index, { handRaise = false, consents = false, fields = {} }] of leads.entries()) {
      const subjectId = ids[index]!
      await sql`insert into form_submission (workspace_id, subject_id, id, form_id, form_version, fields, hand_raise, page_url, at)
        values (${workspaceId}, ${subjectId}, ${newId()}, ${newId()}, 1, ${JSON.stringify(fields)}::jsonb, ${handRaise}, '/contacto', ${at})`.execute(
        tx,
      )
      if (!consents) continue
      await recordConsents(tx, actor, at, [
        { subjectId, purpose: 'marketing_email', state: 'granted', basis: 'consent', method: 'form' },
      ])
    }
    await qualify(tx, actor, at, await rescore(tx, actor, at, ids))
    return ids
  })
}

/** What the tracker saw of a visitor. */
export async function addVisits(
  house: Harness,
  { workspaceId }: TestWorkspace,
  visits: readonly {
    visitorId: string
    at?: Date
    type?: 'page_view' | 'form_start' | 'custom'
    path?: string
    name?: string
  }[],
): Promise<void> {
  const rows = visits.map(({ visitorId, at = house.clock.now(), type = 'page_view', path = '/', name }) => {
    return { visitor_id: visitorId, at, type, path, name: name ?? null, event_key: newId() }
  })
  await sql`insert into visit_event (workspace_id, at, event_key, visitor_id, type, name, url, path)
    select ${workspaceId}::uuid, at, event_key, visitor_id, type, name, 'https://lumbre.example' || path, path
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(at timestamptz, event_key text, visitor_id text, type text, path text, name text)`.execute(
    house.services.db,
  )
}
