import { sql } from 'kysely'
import type { FormDefinition } from '#contract/forms.ts'
import { asLocale, type Locale } from '#kernel/i18n.ts'
import { isId } from '#kernel/id.ts'
import type { Services } from '#kernel/services.ts'
import { type PreparedForm, prepareForm } from './answers.ts'

export type LiveForm = {
  workspaceId: string
  workspaceName: string
  workspaceLocale: Locale
  timeZone: string
  id: string
  name: string
  /** Deleted forms are closed like archived ones. */
  state: 'draft' | 'published' | 'archived'
  handRaise: boolean
  currentVersion: number
  /** Versions read so far: they never change while a form is public. */
  versions: Map<number, PreparedForm>
}

const freshMs = 30_000
const maxCached = 2000
type Cache = Map<string, { readAt: number; form: LiveForm | null }>
const caches = new WeakMap<Services['pool'], Cache>()

const cacheOf = ({ pool }: Pick<Services, 'pool'>): Cache => {
  let cache = caches.get(pool)
  if (!cache) caches.set(pool, (cache = new Map()))
  return cache
}

/** The form that a public address names, with the version in force; kept for 30 s. Null: there is none. */
export async function findLiveForm(
  services: Pick<Services, 'pool' | 'db' | 'clock'>,
  formId: string,
): Promise<LiveForm | null> {
  if (!isId(formId)) return null
  const cache = cacheOf(services)
  const id = formId.toLowerCase()
  const now = services.clock.now().getTime()
  const known = cache.get(id)
  if (known && Math.abs(now - known.readAt) < freshMs) return known.form
  const form = await readLiveForm(services, id)
  if (cache.size >= maxCached) cache.delete(cache.keys().next().value!)
  cache.set(id, { readAt: now, form })
  return form
}

/** After a change in this process; others notice within 30 s. */
export const forgetLiveForm = (services: Pick<Services, 'pool'>, formId: string) =>
  void cacheOf(services).delete(formId)

/** The version a visitor had before their eyes if it exists, else the one in force. */
export async function versionOf(
  { db }: Pick<Services, 'db'>,
  form: LiveForm,
  wanted: number | undefined,
): Promise<{ version: number; prepared: PreparedForm }> {
  const version = wanted ?? form.currentVersion
  const known = form.versions.get(version)
  if (known) return { version, prepared: known }
  const { rows } = await sql<{ definition: FormDefinition }>`select definition from form_version
    where workspace_id = ${form.workspaceId} and form_id = ${form.id} and form_version = ${version}`.execute(db)
  if (!rows[0]) return { version: form.currentVersion, prepared: form.versions.get(form.currentVersion)! }
  const prepared = prepareForm(rows[0].definition)
  form.versions.set(version, prepared)
  return { version, prepared }
}

type Found = Omit<LiveForm, 'versions' | 'workspaceLocale'> & { workspaceLocale: string; definition: FormDefinition }

/** By id alone: a public address names no workspace. */
async function readLiveForm({ db }: Pick<Services, 'db'>, id: string): Promise<LiveForm | null> {
  const { rows } =
    await sql<Found>`select f.workspace_id, w.name as workspace_name, w.locale as workspace_locale, w.time_zone,
      f.id, f.name, case when f.deleted_at is null then f.state else 'archived' end as state, f.hand_raise, f.current_version, v.definition
    from form f
    join workspace w on w.id = f.workspace_id
    join form_version v on v.workspace_id = f.workspace_id and v.form_id = f.id and v.form_version = f.current_version
    where f.id = ${id}`.execute(db)
  if (!rows[0]) return null
  const { definition, workspaceLocale, ...form } = rows[0]
  return {
    ...form,
    workspaceLocale: asLocale(workspaceLocale),
    versions: new Map([[form.currentVersion, prepareForm(definition)]]),
  }
}
