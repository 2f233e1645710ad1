import { sql } from 'kysely'
import { type Permission, permissionNames } from '#contract/permissions.ts'
import { systemClock } from '#kernel/clock.ts'
import { loadSecret, readConfig } from '#kernel/config.ts'
import { type Db, openDatabase } from '#kernel/db.ts'
import { type Actor, systemActor } from '#kernel/events.ts'
import { Refused } from '#kernel/refused.ts'
import { addMember } from './accept-invitation.ts'
import { revoke } from './api-keys.ts'
import { type Auth, createAuth } from './auth.ts'
import { createKey } from './create-key.ts'
import { invite } from './invitations.ts'
import { resetUrl } from './mail-password.ts'
import { recordJoined } from './record-joined.ts'
import { removeUser } from './remove-user.ts'

type NewUser = { email: string; name: string; role: string; workspace: string | null; password: string | null }
type Place = { id: string; name: string; locale: 'es' | 'en' }

/** What `tandem user …` does, on the database at `url`. What cannot be done is told by `Refused`. */
export const userActions = {
  /** Without a password: the invitation's link, which is also mailed. With one: the address of who can sign in now. */
  add: (url: string, user: NewUser): Promise<string> =>
    withAuth(url, async (db, auth, publicUrl) => {
      const workspace = await placeOf(db, user.workspace)
      const role = await db
        .selectFrom('role')
        .select('id')
        .where('workspaceId', '=', workspace.id)
        .where('key', '=', user.role)
        .executeTakeFirst()
      if (!role) throw new Refused({ es: `No existe el rol «${user.role}».`, en: `There is no role "${user.role}".` })
      const email = user.email.toLowerCase()
      await requireNewcomer(db, workspace, email)
      const { password } = user
      return password === null
        ? inviteUser(db, publicUrl, workspace, { email, name: user.name, roleId: role.id })
        : makeUser(db, auth, workspace, { email, name: user.name, roleId: role.id, password })
    }),

  list: (url: string, filter: { workspace: string | null }) =>
    withDb(url, async (db) => {
      const place = filter.workspace === null ? null : (await placeOf(db, filter.workspace)).id
      const { rows } = await sql<{ email: string; name: string; role: string; workspace: string }>`
        select m.email, m.full_name as name, r.key as role, w.name as workspace from member m
        join role r on r.workspace_id = m.workspace_id and r.id = m.role_id join workspace w on w.id = m.workspace_id
        where m.removed_at is null and (${place}::uuid is null or m.workspace_id = ${place}::uuid) order by w.created_at, m.full_name, m.id`.execute(
        db,
      )
      return rows
    }),

  /** The link by which the person chooses a new password, good for an hour; nothing is mailed. */
  resetPassword: (url: string, user: { email: string }): Promise<string> =>
    withAuth(url, async (_db, auth, publicUrl) => {
      const context = await auth.$context
      const found = await context.internalAdapter.findUserByEmail(user.email.toLowerCase())
      if (!found)
        throw new Refused({ es: `No existe la cuenta ${user.email}.`, en: `There is no account ${user.email}.` })
      const token = crypto.randomUUID().replaceAll('-', '')
      const expiresAt = new Date(Date.now() + 3_600_000)
      await context.internalAdapter.createVerificationValue({
        value: found.user.id,
        identifier: `reset-password:${token}`,
        expiresAt,
      })
      return resetUrl(publicUrl, token)
    }),
}

/** What `tandem key …` does. */
export const keyActions = {
  create: (
    url: string,
    key: { name: string; owner: string; scopes: readonly string[]; workspace: string | null },
  ): Promise<string> =>
    withDb(url, async (db) => {
      const workspace = await placeOf(db, key.workspace)
      const owner = await db
        .selectFrom('member as m')
        .innerJoin('role as r', (join) =>
          join.onRef('r.workspaceId', '=', 'm.workspaceId').onRef('r.id', '=', 'm.roleId'),
        )
        .select(['m.id', 'r.permissions'])
        .where('m.workspaceId', '=', workspace.id)
        .where('m.email', '=', key.owner.toLowerCase())
        .where('m.removedAt', 'is', null)
        .executeTakeFirst()
      if (!owner)
        throw new Refused({ es: `${key.owner} no está en el espacio.`, en: `${key.owner} is not in the workspace.` })
      const held = owner.permissions.filter(isPermission)
      const refused = key.scopes.find((scope) => !held.some((name) => name === scope))
      if (refused)
        throw new Refused({
          es: `${key.owner} no tiene el permiso «${refused}».`,
          en: `${key.owner} does not hold "${refused}".`,
        })
      const scopes = key.scopes.length > 0 ? key.scopes.filter(isPermission) : held
      const actor: Actor = { ...systemActor(workspace.id), kind: 'member', id: owner.id }
      return (
        await db.transaction().execute((tx) => createKey(tx, actor, systemClock.now(), { name: key.name, scopes }))
      ).key
    }),

  list: (url: string, filter: { workspace: string | null }) =>
    withDb(url, async (db) => {
      const place = filter.workspace === null ? null : (await placeOf(db, filter.workspace)).id
      const { rows } = await sql<{
        id: string
        name: string
        owner: string
        scopes: string[]
        lastUsedAt: Date | null
      }>`
        select k.id, k.name, m.email as owner, k.scopes, k.last_used_at from api_key k
        join member m on m.workspace_id = k.workspace_id and m.id = k.member_id
        where k.revoked_at is null and (${place}::uuid is null or k.workspace_id = ${place}::uuid) order by k.created_at, k.id`.execute(
        db,
      )
      return rows.map((row) => ({ ...row, lastUsedAt: row.lastUsedAt?.toISOString() ?? null }))
    }),

  revoke: (url: string, { id }: { id: string }): Promise<void> =>
    withDb(url, async (db) => {
      const { rows } = await sql<{
        workspaceId: string
      }>`select workspace_id from api_key where id::text = ${id} and revoked_at is null`.execute(db)
      if (!rows[0])
        throw new Refused({
          es: `No existe la clave ${id} o ya está revocada.`,
          en: `There is no key ${id}, or it is revoked already.`,
        })
      const actor = systemActor(rows[0].workspaceId)
      await db.transaction().execute((tx) => revoke(tx, actor, systemClock.now(), id))
    }),
}

const isPermission = (name: string): name is Permission => permissionNames.some((known) => known === name)

function inviteUser(
  db: Db,
  publicUrl: string,
  { id, locale }: Place,
  user: { email: string; name: string; roleId: string },
): Promise<string> {
  const given = { email: user.email, fullName: user.name, roleId: user.roleId, departmentIds: [], locale }
  return db
    .transaction()
    .execute(async (tx) => (await invite(tx, systemActor(id), systemClock.now(), { publicUrl }, given)).link)
}

async function makeUser(
  db: Db,
  auth: Auth,
  { id, locale }: Place,
  user: { email: string; name: string; roleId: string; password: string },
): Promise<string> {
  const signedUp = await auth.api.signUpEmail({
    body: { email: user.email, password: user.password, name: user.name },
    asResponse: true,
  })
  const answer = (await signedUp.json()) as { code?: string; user?: { id: string } }
  const userId = answer.user?.id
  if (!signedUp.ok || !userId) throw refusedAccount(answer.code)
  try {
    await db.transaction().execute(async (tx) => {
      const at = systemClock.now()
      const member = await addMember(tx, at, {
        workspaceId: id,
        email: user.email,
        fullName: user.name,
        roleId: user.roleId,
        departmentIds: [],
        locale,
        userId,
        timeZone: null,
      })
      await recordJoined(tx, id, at, member)
    })
  } catch (error) {
    await removeUser({ db }, userId)
    throw error
  }
  return user.email
}

const refusedAccount = (code = '') =>
  new Refused(
    code.startsWith('USER_ALREADY_EXISTS')
      ? {
          es: 'Esa cuenta ya existe: invítala, sin contraseña.',
          en: 'That account exists already: invite it, without a password.',
        }
      : {
          es: 'El correo o la contraseña no valen (10 caracteres o más).',
          en: 'The e-mail or the password will not do (10 characters or more).',
        },
  )

async function requireNewcomer(db: Db, workspace: Place, email: string): Promise<void> {
  const { rows } =
    await sql`select 1 from member where workspace_id = ${workspace.id} and email = ${email} and removed_at is null`.execute(
      db,
    )
  if (rows.length > 0)
    throw new Refused({ es: `${email} ya está en el espacio.`, en: `${email} is in the workspace already.` })
}

/** By id or name; without either, the only one there is. */
async function placeOf(db: Db, given: string | null): Promise<Place> {
  const { rows } = await sql<Place>`select id, name, locale from workspace
    where ${given}::text is null or id::text = ${given} or lower(name) = lower(${given}) order by created_at limit 2`.execute(
    db,
  )
  if (!rows[0]) throw new Refused(noWorkspace(given))
  if (rows.length > 1)
    throw new Refused({
      es: 'Hay varios espacios: indica cuál con --workspace.',
      en: 'There are several workspaces: say which by --workspace.',
    })
  return rows[0]
}

const noWorkspace = (given: string | null) =>
  given === null
    ? { es: 'Todavía no hay ningún espacio.', en: 'There is no workspace yet.' }
    : { es: `No existe el espacio «${given}».`, en: `There is no workspace "${given}".` }

async function withDb<T>(url: string, run: (db: Db) => Promise<T>): Promise<T> {
  const { db, close } = openDatabase(url, { max: 2 })
  return run(db).finally(close)
}

async function withAuth<T>(url: string, run: (db: Db, auth: Auth, publicUrl: string) => Promise<T>): Promise<T> {
  const config = readConfig(process.env)
  const { auth, close } = createAuth({ url, secret: loadSecret(config), publicUrl: config.publicUrl })
  return withDb(url, (db) => run(db, auth, config.publicUrl)).finally(close)
}
