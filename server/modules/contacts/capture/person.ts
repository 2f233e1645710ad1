import type { Static } from 'typebox'
import type { FlatRecord } from '#contract/kit.ts'
import { countryCodeOf } from '../country.ts'
import { normaliseEmail, normalisePhone } from '../normalise.ts'
import type { Stage } from '../rules/lifecycle.ts'

export type Origin = 'form' | 'import' | 'api' | 'manual' | 'demo'
export type Touch = { url?: string; referrer?: string; utm?: Record<string, string>; formId?: string; at: string }
export type CustomFields = Static<typeof FlatRecord>
type Given = string | null | undefined

export type PersonInput = {
  email?: Given
  /** E.164, or as it is dialled in `attributes.country` (Spain, when that is not given). */
  phone?: Given
  visitorId?: Given
  externalId?: Given
  attributes: {
    fullName?: Given
    firstName?: Given
    lastName?: Given
    jobTitle?: Given
    companyName?: Given
    country?: Given
    region?: Given
    city?: Given
    language?: Given
    tags?: string[]
    customFields?: CustomFields
  }
  origin: Origin
  /** In words: paid_search, fair, referral … The first one stays. */
  source?: Given
  /** Becomes the first touch of somebody new, and the last touch always. */
  touch?: Touch
  seenAt: Date
  /** Only for somebody new; later moves go through `moveLifecycle`. */
  lifecycleStage?: Stage
  ownerId?: Given
  /** true: given values replace existing ones; false: only what is empty is filled. */
  overwrite: boolean
}

export const identityKinds = ['email', 'phone', 'external', 'visitor'] as const
export type IdentityKind = (typeof identityKinds)[number]

export type Person = PersonInput & { keys: Partial<Record<IdentityKind, string>>; fullName: string }

/** Normalised identities and the full name, made of first and last name where it is missing. */
export function readPerson(input: PersonInput): Person {
  const { attributes } = input
  const email = input.email ? normaliseEmail(input.email) : null
  const phone = input.phone ? normalisePhone(input.phone, countryCodeOf(attributes.country)) : null
  const keys: Person['keys'] = {}
  if (email) keys.email = email
  if (phone) keys.phone = phone
  if (input.externalId) keys.external = input.externalId
  if (input.visitorId) keys.visitor = input.visitorId
  const fullName = (attributes.fullName || [attributes.firstName, attributes.lastName].filter(Boolean).join(' ')).trim()
  return { ...input, keys, fullName }
}
