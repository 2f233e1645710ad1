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
  createdAt: Date
  lastActivityAt: Date
  version: number
}

export const listedItem = (row: ListedRow) => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  lastActivityAt: row.lastActivityAt.toISOString(),
})
