/** The columns of a listed contact, under their names on the wire; needs `c` and the joins of `listedFrom`. */
export const listedColumns = `c.subject_id as id, c.email, c.phone, c.full_name as "fullName", c.first_name as "firstName", c.last_name as "lastName",
  c.job_title as "jobTitle", c.company_id as "companyId", o.name as "companyName", c.lifecycle_stage as "lifecycleStage", c.temperature,
  c.score, c.fit, c.engagement, c.owner_id as "ownerId", m.full_name as "ownerName", c.tags, c.source, c.origin, c.country, c.city, c.language,
  c.created_at as "createdAt", c.last_activity_at as "lastActivityAt", c.version`
export const listedFrom = `contact c
  left join company o on o.workspace_id = c.workspace_id and o.id = c.company_id
  left join member m on m.workspace_id = c.workspace_id and m.id = c.owner_id`

export type ListedRow = {
  id: string
  email: string | null
  phone: string | null
  fullName: string
  firstName: string | null
  lastName: string | null
  jobTitle: string | null
  companyId: string | null
  companyName: string | null
  lifecycleStage: 'subscriber' | 'lead' | 'mql' | 'sal' | 'opportunity' | 'customer' | 'recycled' | 'disqualified'
  temperature: 'cold' | 'warm' | 'hot'
  score: number
  fit: number
  engagement: number
  ownerId: string | null
  ownerName: string | null
  tags: string[]
  source: string | null
  origin: 'form' | 'import' | 'api' | 'manual' | 'demo'
  country: string | null
  city: string | null
  language: string | null
  /** Text as PostgreSQL writes it where the list reads raw, for speed. */
  createdAt: Date | string
  lastActivityAt: Date | string
  version: number
}

export const listedItem = (row: ListedRow) => ({
  ...row,
  createdAt: instant(row.createdAt),
  lastActivityAt: instant(row.lastActivityAt),
})

/** RFC 3339 of an instant; PostgreSQL's own `2026-01-31 09:00:00.5+00` is rewritten, not parsed. */
export function instant(value: Date | string): string {
  if (typeof value !== 'string') return value.toISOString()
  if (!value.endsWith('+00') || value.length < 22) return new Date(value).toISOString()
  return `${value.slice(0, 10)}T${value.slice(11, 19)}.${value.slice(20, -3).padEnd(3, '0').slice(0, 3)}Z`
}
